import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { openLocalStore } from '../local-store.ts';
import { functionAt } from '../store-of.ts';
import type { CallMessage, FromHost, HostData, HostSettings, ToHost } from './messages.ts';
import { packError } from './messages.ts';
import { ToldClock } from './told-clock.ts';

/** A person who waits longer would rather ask about less. */
const QUESTION_TIMEOUT_MS = 5_000;

const { told, isAhead } = workerData as HostData;
const telling = once(told, 'message');
// What fails here fails again where it is needed.
if (isAhead) {
  const files = [import('../sqlite/sqlite-engine.ts'), import('../statistics/indexed-store.ts')];
  await Promise.all(files).catch(() => undefined);
}
const [settings] = await telling;
told.close();
const { location, ...options } = settings as HostSettings;
const clock = new ToldClock();
const store = await openLocalStore(location, {
  ...options,
  questionTimeoutMs: QUESTION_TIMEOUT_MS,
  now: clock.now,
});
const running = new Map<number, AbortController>();
const underway = new Set<Promise<void>>();

parentPort?.on('message', (message: ToHost) => {
  if (message.kind === 'abort') {
    running.get(message.id)?.abort();
    return;
  }
  clock.tell(message.now);
  const replied = reply(message);
  underway.add(replied);
  replied.finally(() => underway.delete(replied));
});

async function reply(call: CallMessage): Promise<void> {
  if (call.method === 'close') await finishUnderway();
  send(await answer(call));
}

// What may go on for long stops after the chunk at hand; everything else is short.
async function finishUnderway(): Promise<void> {
  for (const controller of running.values()) controller.abort();
  await Promise.all(underway);
}

async function answer(call: CallMessage): Promise<FromHost> {
  const { id } = call;
  try {
    return {
      kind: 'answer',
      id,
      value: await (call.optionsAt === undefined ? functionAt(store, call)(...call.args) : goOn(call, call.optionsAt)),
    };
  } catch (error) {
    return { kind: 'fault', id, fault: packError(error) };
  }
}

/** Runs a call that reports and can be stopped. */
async function goOn(call: CallMessage, optionsAt: number): Promise<unknown> {
  const { id } = call;
  const controller = new AbortController();
  running.set(id, controller);
  const onProgress = (amount: number) => send({ kind: 'progress', id, amount });
  try {
    const options = { ...Object(call.args[optionsAt]), onProgress, signal: controller.signal };
    return await functionAt(store, call)(...call.args.with(optionsAt, options));
  } finally {
    running.delete(id);
  }
}

function send(message: FromHost): void {
  parentPort?.postMessage(message);
}
