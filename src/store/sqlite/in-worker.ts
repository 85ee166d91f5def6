import { parentPort, workerData } from 'node:worker_threads';
import type { CallMessage, FromWorker, ToWorker, WorkerSettings } from './messages.ts';
import { packError } from './messages.ts';
import { createSqliteStore } from './sqlite-store.ts';

const { path, fixedNow, ...options } = workerData as WorkerSettings;
const store = createSqliteStore(path, { ...options, now: () => fixedNow ?? new Date() });
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

// A cleanup, which may go on for minutes, stops after the chunk at hand; everything else is short.
async function finishUnderway(): Promise<void> {
  for (const controller of running.values()) controller.abort();
  await Promise.all(underway);
}

async function answer(call: CallMessage): Promise<FromWorker> {
  const { id } = call;
  try {
    return { kind: 'answer', id, value: await (call.method === 'cleanup' ? cleanUp(call) : invoke(call)) };
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

async function cleanUp(call: CallMessage): Promise<unknown> {
  const { id } = call;
  const controller = new AbortController();
  running.set(id, controller);
  const onProgress = (deletedCount: number) => send({ kind: 'progress', id, deletedCount });
  try {
    return await invoke({ ...call, args: [{ ...(call.args[0] as object), onProgress, signal: controller.signal }] });
  } finally {
    running.delete(id);
  }
}

function send(message: FromWorker): void {
  parentPort?.postMessage(message);
}
