import { parentPort, workerData } from 'node:worker_threads';
import { createLocalStore } from '../local-store.ts';
import type { CallMessage, FromWorker, ToWorker, WorkerSettings } from './messages.ts';
import { packError } from './messages.ts';

const { location, fixedNow, ...options } = workerData as WorkerSettings;
const store = createLocalStore(location, { ...options, now: () => fixedNow ?? new Date() });
const LONG_CALLS: ReadonlySet<string> = new Set(['cleanup', 'compare']);
const running = new Map<number, AbortController>();
const underway = new Set<Promise<void>>();

parentPort?.on('message', (message: ToWorker) => {
  if (message.kind === 'abort') {
    running.get(message.id)?.abort();
    return;
  }
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

async function answer(call: CallMessage): Promise<FromWorker> {
  const { id } = call;
  try {
    return { kind: 'answer', id, value: await (LONG_CALLS.has(call.method) ? goOn(call) : invoke(call)) };
  } catch (error) {
    return { kind: 'fault', id, fault: packError(error) };
  }
}

function invoke({ subject, method, args }: CallMessage): unknown {
  const target = (subject === 'store' ? store : store[subject]) as unknown as Record<
    string,
    (...args: readonly unknown[]) => unknown
  >;
  return target[method]?.(...args);
}

/** Runs a call that reports and can be stopped: its options are its last argument. */
async function goOn(call: CallMessage): Promise<unknown> {
  const { id } = call;
  const controller = new AbortController();
  running.set(id, controller);
  const onProgress = (amount: number) => send({ kind: 'progress', id, amount });
  try {
    const options = { ...(call.args.at(-1) as object), onProgress, signal: controller.signal };
    return await invoke({ ...call, args: [...call.args.slice(0, -1), options] });
  } finally {
    running.delete(id);
  }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}
