import { Server } from 'node:net';
import { aFunction, demand, fields, listOf, must, optional, timeoutMs } from '../../store/checks/options.ts';
import { answerCaller } from '../../store/for-caller.ts';
import { listOfSignals } from '../logging/http-logger-options.ts';
import { report } from '../report.ts';
import { type EndableServer, ServerDrain } from './server-drain.ts';

/** Something to be closed once a server has answered its last call: a logger, an app, a store. */
export interface Closable {
  /** Closes it; a promise is awaited. */
  close(): unknown;
}

/** Options for ending a server. */
export interface EndOnSignalsOptions {
  /** Time that the calls under way have to be answered (default: 5,000); those that are not then are cut off. */
  readonly answerMs?: number;
  /** Signals at which to end (default: SIGTERM and SIGINT). */
  readonly signals?: readonly NodeJS.Signals[];
  /** Told of what could not be closed. The process ends with 1 then. */
  readonly onError?: (error: unknown) => void;
}

const ANSWER_MS = 5_000;
// A terminal sends Ctrl-C to npm and to the program that npm started, and npm sends it on once more.
const REPEATED_MS = 500;
// For what the program itself still does, if anything. It ends earlier where there is nothing.
const LAST_MS = 1_000;

const CLOSABLE = must<Closable>(
  'what can be closed',
  // Object() takes functions as they are, as loggers are some.
  (value) => typeof Reflect.get(Object(value), 'close') === 'function',
);
const CLOSABLES = listOf(CLOSABLE, 'a list of what is to be closed: the logger, then the store');
const A_SERVER = 'a server of Node (what listen of Express or serve of Hono returns, or app.server of Fastify)';
const SERVER = must<EndableServer>(A_SERVER, (value) => value instanceof Server);
const SERVERS = listOf(SERVER, 'a list of servers');
const OPTIONS = fields<EndOnSignalsOptions>({
  answerMs: optional(timeoutMs),
  signals: optional(listOfSignals),
  onError: optional(aFunction()),
});

/**
 * Ends the process on SIGTERM and SIGINT as a server should: it accepts nothing new, answers the calls under way, then closes the
 * rest in turn, and ends with 0. A second signal cuts the calls off, a third one ends the process at once. Give it the server, or
 * servers, before they listen; the logger, or the app that closes it, comes before the store.
 *
 * @throws PresentsError `invalid`, with the `field`, if what it is given is none of these, or an option is not as it must be.
 * @example
 * endOnSignals(server, [logger, store]);
 */
export function endOnSignals(
  servers: EndableServer | readonly EndableServer[],
  closables: readonly Closable[],
  options: EndOnSignalsOptions = {},
): void {
  answerCaller(endOnSignals, () => {
    demand(Array.isArray(servers) ? SERVERS : SERVER, servers, { name: 'endOnSignals', field: 'servers' });
    demand(CLOSABLES, closables, { name: 'endOnSignals', field: 'closables' });
    demand(OPTIONS, options, { name: 'endOnSignals', field: 'options' });
  });
  const drain = new ServerDrain([servers].flat());
  const steps = [() => void end(drain, closables, options), () => drain.cut(), () => process.exit(1)];
  const latestMs = new Map<NodeJS.Signals, number>();
  const onSignal = (signal: NodeJS.Signals) => {
    const nowMs = performance.now();
    const isRepeated = nowMs - (latestMs.get(signal) ?? Number.NEGATIVE_INFINITY) < REPEATED_MS;
    if (isRepeated) return;
    latestMs.set(signal, nowMs);
    steps.shift()?.();
  };
  for (const signal of options.signals ?? ['SIGTERM', 'SIGINT']) process.on(signal, onSignal);
}

async function end(drain: ServerDrain, closables: readonly Closable[], options: EndOnSignalsOptions): Promise<void> {
  const timer = setTimeout(() => drain.cut(), options.answerMs ?? ANSWER_MS);
  await drain.drain();
  clearTimeout(timer);
  for (const closable of closables) {
    const closed = (async () => closable.close())();
    await closed.catch((error: unknown) => {
      process.exitCode = 1;
      report(() => options.onError?.(error));
    });
  }
  setTimeout(() => process.exit(), LAST_MS).unref();
}
