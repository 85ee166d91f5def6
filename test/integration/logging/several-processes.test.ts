import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { aUser, buildDatabase, querySql } from '../../helpers/store.ts';
import { runPageProgram } from '../page-program.ts';
import { KEY } from '../servers.ts';

const CALLS = 200;

/** Sends a request over a connection of its own, and returns the status that it is answered with. */
async function ask(port: number, agent: Agent): Promise<number | undefined> {
  const [response] = await once(request({ port, agent, headers: KEY }).end(), 'response');
  await once(response.resume(), 'end');
  return response.statusCode;
}

test('The workers of a cluster log every call to one file, and lose none when they are told to end', async () => {
  const path = buildDatabase({ users: [aUser('shop')] });
  const listening = `if (cluster.isPrimary) cluster.on('listening', (_worker, { port }) => console.log(String(port)));`;
  const { process: primary, lines } = runPageProgram('node:cluster', path, listening);
  const [port] = await lines(2);
  const agent = new Agent({ keepAlive: false, maxSockets: 20 });
  onTestFinished(() => agent.destroy());
  const statuses = await Promise.all(Array.from({ length: CALLS }, () => ask(Number(port), agent)));
  expect(new Set(statuses)).toEqual(new Set([200]));
  const exit = once(primary, 'exit');
  primary.kill('SIGTERM');
  expect(await exit).toEqual([0, null]);
  const [counted] = querySql(
    path,
    `SELECT COUNT(*) AS calls, COUNT(DISTINCT json_extract(request_payload, '$._request.worker')) AS workers
     FROM user_api_call_log WHERE response_status_code = 200`,
  );
  expect(counted).toEqual({ calls: CALLS, workers: expect.any(Number) });
  expect(Number(counted?.workers)).toBeGreaterThan(1);
});
