import { formatElapsed } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import type { Asker } from '../server/server.ts';

const LARGE_SKEW_MS = 2_000;

/** The time of the server. */
export const READ_CLOCK = `SELECT extract(epoch FROM clock_timestamp())::float8 AS seconds`;

/** Says how far the clock of the server and that of this machine are apart. */
export async function checkClock(ask: Asker): Promise<readonly NamelessFinding[]> {
  const before = Date.now();
  const [row] = await ask.rows<{ readonly seconds: number }>(READ_CLOCK);
  const after = Date.now();
  if (row === undefined) return [];
  // Its time lies between the two: what is outside of them is certain.
  const there = row.seconds * 1000;
  const skewMs = there < before ? there - before : Math.max(0, there - after);
  if (Math.abs(skewMs) < LARGE_SKEW_MS)
    return [{ state: 'good', text: 'The clocks of the server and of this machine agree.' }];
  const side = skewMs > 0 ? 'ahead of' : 'behind';
  const text = `The clock of the server is ${formatElapsed(Math.abs(skewMs))} ${side} that of this machine: windows begin and end too ${skewMs > 0 ? 'early' : 'late'}.`;
  return [{ state: 'warn', text, nextStep: 'Set the clocks by NTP.' }];
}
