import { parentPort, workerData } from 'node:worker_threads';
import type { CallMessage, FromWorker, ToWorker, WorkerSettings } from './messages.ts';
import { packError } from './messages.ts';
import { createSqliteStore } from './sqlite-store.ts';

const { path, fixedNow, ...options } = workerData as WorkerSettings;
const store = createSqliteStore(path, { ...options, now: () => fixedNow ?? new Date() });
const running = new Map<number, AbortController>();

parentPort?.on('message', async (message: ToWorker) => {
  if (message.kind === 'abort') running.get(message.id)?.abort();
  else send(await answer(message));
});

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
