import { expect, test } from 'vitest';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { startPresents } from '../helpers/pty.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const minutesAgo = (minutes: number): string =>
  new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

/** A database with a failing call, and a similar one that succeeded. */
function database(failing: Partial<CallValues>): string {
  const good = aCall({ dateTime: minutesAgo(9), requestPayload: '{"recipient":{"age":34},"locale":"de"}' });
  const bad = aCall({ dateTime: minutesAgo(5), statusCode: 422, errorMessage: 'Validation failed', ...failing });
  return buildDatabase({ users: [aUser('acme-shop')], calls: [good, bad] });
}

test('The payload of a failing call stands beside a similar good one after four keys, and its curl command is copied', async () => {
  const requestPayload = `{"recipient":{"age":-6},"locale":"de","note":"it's"}`;
  const program = startPresents(['--db', database({ requestPayload })]);
  await program.waitFor('● live');
  program.press('3', 'o');
  await program.waitFor('Validation failed');
  program.press('enter');
  await program.waitFor(/age {2}-6/);
  program.press('d');
  await program.waitFor(/~ req\.recipient\.age {2}-6 → 34[\s\S]*- req\.note {2}"it's"/);
  program.press('d', 'Y', 'j', 'j', 'j', 'j', 'enter');
  await program.waitFor('Sent the curl command');
  expect(program.terminal.clipboard).toBe(
    `curl -X POST "$PRESENTS_URL/api/predict" -H "X-API-Key: $API_KEY" -H 'Content-Type: application/json' ` +
      `--data-raw '{"recipient":{"age":-6},"locale":"de","note":"it'\\''s"}'`,
  );
  program.press('q', 'q');
  await program.exit;
});

test('A payload of 50 MB opens at once, and answers keys while it is read', async () => {
  const record = '{"id":12345,"name":"a gift with a name","tags":["a","b"],"note":"x"},';
  const requestPayload = `[${record.repeat(Math.ceil(50_000_000 / record.length))}{"last":true}]`;
  const program = startPresents(['--db', database({ requestPayload })]);
  await program.waitFor('● live');
  program.press('3', 'o');
  await program.waitFor('Validation failed');
  program.press('enter');
  await program.waitFor(/▾ Request {2}\[[\d,]+\] {2}50 MB {2}reading …/);
  program.press('j', 'right', 'j');
  await program.waitFor(/❯ +id {2}12345/);
  await program.waitFor(/Request {2}\[\d+,\d+\] {2}50 MB +│/);
  program.press('G');
  await program.waitFor(/❯ +▸ 724638 {2}1 key/);
  program.press('q', 'q');
  await program.exit;
});
