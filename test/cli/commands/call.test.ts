import { describe, expect, test } from 'vitest';
import { runInProcess } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const request = (age: number, more: object = {}) =>
  JSON.stringify({ recipient: { age }, token: 'tok_secret_9', ...more });
const database = () =>
  buildDatabase({
    users: [aUser('acme-shop')],
    calls: [
      aCall({ requestPayload: request(34), responsePayload: '{"ok":true}', dateTime: '2026-11-20 03:00:00' }),
      aCall({
        requestPayload: request(-6, { note: 'to bob@example.org' }),
        responsePayload: '{"error":"no"}',
        statusCode: 422,
        errorMessage: 'Validation failed',
        dateTime: '2026-11-20 03:01:00',
      }),
      aCall({ apiRoute: '/api/alone', statusCode: 500, requestPayload: null, responsePayload: null }),
    ],
  });
const run = (...argv: readonly string[]) => runInProcess(['call', ...argv, '--db', database()], { cwd: '/' });

describe('call', () => {
  test('shows request and response, without secrets and e-mail addresses unless they are wanted', async () => {
    const { stdout } = await run('2');
    expect(stdout).toMatch(/^\/api\/predict {2}422 {2}call 2\n/);
    expect(stdout).toContain('"age": -6');
    expect(stdout).toContain('"token": "•••"');
    expect(stdout).toContain('"note": "to •••"');
    expect((await run('2', '--reveal')).stdout).toContain('"token": "tok_secret_9"');
    expect(JSON.parse((await run('2', '--json')).stdout)).toMatchObject({
      id: 2,
      requestPayload: { token: 'tok_secret_9' },
    });
  });

  test('tells what differs from the nearest call that succeeded', async () => {
    const { stdout, stderr } = await run('2', '--difference');
    expect(stderr).toContain('Compared with call 1 of the same user');
    expect(stdout.split('\n')).toEqual([
      '~ req.recipient.age  -6 → 34',
      '- req.note  "to •••"',
      '- res.error  "no"',
      '+ res.ok  true',
      '',
    ]);
    const { differences } = JSON.parse((await run('2', '--difference', '--json')).stdout);
    expect(differences[0]).toEqual({ kind: 'changed', path: 'req.recipient.age', here: '-6', there: '34' });
  });

  test('prints the curl command that makes the call again', async () => {
    expect((await run('1', '--curl')).stdout).toMatch(
      /^curl -X POST "\$PRESENTS_URL\/api\/predict" .*--data-raw '\{"recipient":\{"age":34\}/,
    );
  });

  test('hides secrets and e-mail addresses in the curl command, too, unless they are wanted', async () => {
    const { stdout, stderr } = await run('2', '--curl');
    expect(stdout).toContain(`"token":"•••","note":"to •••"}'`);
    expect(stderr).toBe('! Secrets and e-mail addresses stand as •••; --reveal prints them.\n');
    const revealed = await run('2', '--curl', '--reveal');
    expect(revealed.stdout).toContain(`"token":"tok_secret_9","note":"to bob@example.org"}'`);
    expect(revealed.stderr).toBe('');
    expect((await run('3', '--curl')).stderr).toBe('');
  });

  test('has the keys of calls as JSON, and the id of its user', async () => {
    const path = database();
    const one = JSON.parse((await runInProcess(['call', '1', '--json', '--db', path], { cwd: '/' })).stdout);
    const list = await runInProcess(['calls', '--json', '--db', path], { cwd: '/' });
    const listed = JSON.parse(list.stdout).find(({ id }: { readonly id: number }) => id === 1);
    expect(one).toEqual({ ...listed, userId: 1 });
  });

  test('takes an id as the dashboard writes it', async () => {
    expect((await run('#2')).stdout).toContain('call 2');
  });

  test('prints one thing: a curl command excludes JSON and the difference', async () => {
    for (const option of ['--json', '--difference']) {
      const { exitCode, stdout, stderr } = await run('1', '--curl', option);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`--curl and ${option} exclude each other.`);
    }
  });

  test('says where there is no such call, and no other one to compare it with', async () => {
    expect(await run('99')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('There is no call 99 in the log.'),
    });
    expect(await run('3', '--difference')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('nothing to compare it with'),
    });
    expect((await run('3')).stdout).toContain('not logged');
  });
});
