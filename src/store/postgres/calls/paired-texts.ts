import type { Id } from '../../../model/id.ts';
import { Recent } from '../../answers/pages.ts';
import type { Asker } from '../server/server.ts';
import { bindId } from '../values.ts';

/** The columns of payloads. */
export type PayloadColumn = 'request_payload' | 'response_payload';

/** A long payload with letters that are two UTF-16 units each; the server counts letters. */
export interface PairedText {
  readonly id: Id;
  readonly column: PayloadColumn;
  readonly byteCount: number;
  readonly letterCount: number;
}

/** A place between two letters, by the letters and by the units before it. */
interface Mark {
  readonly letters: number;
  readonly units: number;
}

interface Known {
  readonly unitCount: number;
  readonly marks: Mark[];
}

const TEXTS_KEPT = 4;
const STEP_LETTERS = 1_000_000;
const COUNTED_LETTERS = 8_000_000;
const PAIRS = /[\u{10000}-\u{10FFFF}]/gu;

const partSql = (column: PayloadColumn) =>
  `SELECT substring(${column}::text, $2::int + 1, $3::int) FROM user_api_call_log WHERE id = $1::bigint LIMIT 1`;

/** Reads a part of a payload: `$3` letters behind the first `$2`. */
export const PARTS = { request_payload: partSql('request_payload'), response_payload: partSql('response_payload') };

const pairsSql = (column: PayloadColumn) => `
  SELECT length(part) - length(regexp_replace(part, '[\\U00010000-\\U0010FFFF]', '', 'g'))
  FROM (${partSql(column).replace('FROM', 'AS part FROM')} OFFSET 0) t`;

/** Counts the letters of two units in a part. */
export const PAIR_COUNTS = {
  request_payload: pairsSql('request_payload'),
  response_payload: pairsSql('response_payload'),
};

/** Reads parts of long texts by UTF-16 units, and remembers where it was, so that the next part needs no search. */
export class PairedTexts {
  readonly #known = new Recent<Known>(TEXTS_KEPT);

  /** The text behind the first `from` units, at most `maxLength` of them, and how many units the whole has. */
  async read(
    ask: Asker,
    text: PairedText,
    { from, maxLength }: { readonly from: number; readonly maxLength: number },
  ): Promise<{ readonly text: string; readonly unitCount: number }> {
    const { unitCount, marks } = await this.#known.resolve(Object.values(text).map(String), async () => ({
      unitCount: text.letterCount + (await countPairs(ask, text)),
      marks: [{ letters: 0, units: 0 }],
    }));
    let mark = lastBefore(marks, from);
    while (mark.units + STEP_LETTERS < from) mark = behind(mark, await readPart(ask, text, mark, STEP_LETTERS));
    const skipped = from - mark.units;
    const read = await readPart(ask, text, mark, skipped + maxLength);
    const found = read.slice(skipped, skipped + maxLength);
    marks.push(mark, behind(mark, read.slice(0, skipped + found.length)));
    return { text: found, unitCount };
  }
}

function lastBefore(marks: readonly Mark[], units: number): Mark {
  const before = marks.filter((mark) => mark.units <= units);
  return before.reduce((last, mark) => (mark.units > last.units ? mark : last), { letters: 0, units: 0 });
}

/** The place behind a text, or in front of its last letter if only half of that is in it. */
function behind({ letters, units }: Mark, text: string): Mark {
  const whole = text.isWellFormed() ? text : text.slice(0, -1);
  return { letters: letters + whole.replace(PAIRS, '_').length, units: units + whole.length };
}

async function readPart(ask: Asker, { id, column }: PairedText, { letters }: Mark, count: number): Promise<string> {
  const [row] = await ask.tuples<readonly [string | null]>(PARTS[column], [bindId(id), letters, atMost(count)]);
  return row?.[0] ?? '';
}

/** A number of letters as the server takes it. */
export function atMost(count: number): number {
  return Math.min(count, 1_073_741_823);
}

async function countPairs(ask: Asker, { id, column, letterCount }: PairedText): Promise<number> {
  const starts = Array.from(
    { length: Math.ceil(letterCount / COUNTED_LETTERS) },
    (_, index) => index * COUNTED_LETTERS,
  );
  const counts = await Promise.all(
    starts.map((start) =>
      ask.tuples<readonly [number | null]>(PAIR_COUNTS[column], [bindId(id), start, COUNTED_LETTERS]),
    ),
  );
  return counts.reduce((sum, [row]) => sum + (row?.[0] ?? 0), 0);
}
