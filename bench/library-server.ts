import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { httpLogger, openStore } from '../src/index.ts';

// An Express server with two doors, the same but for the logger behind the second; it tells its parent their ports, and how
// much processor time it took so far when it is asked.

const [path = ''] = process.argv.slice(2);
const store = await openStore(path);
const logger = httpLogger(store);

const answer: RequestHandler = (request, response) => {
  const { recipient } = request.body;
  response.json({
    recipient,
    gifts: [
      { productId: 'B1', score: 0.93 },
      { productId: 'K7', score: 0.71 },
    ],
  });
};

async function open(...handlers: readonly RequestHandler[]): Promise<number> {
  const app = express();
  for (const handler of handlers) app.use(handler);
  app.post('/api/users/:id/gifts', answer);
  const server = new Server({ keepAliveTimeout: 60_000 }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const ports = { plain: await open(express.json()), logged: await open(logger, express.json()) };
process.on('message', async () => {
  await logger.flush();
  process.send?.({ cpuMs: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000, ...logger.counts() });
});
process.once('disconnect', () => process.exit());
process.send?.(ports);
