import type { Worker } from 'node:worker_threads';
import { OutcomeUnknownError } from '../../model/presents-error.ts';
import { report } from '../answers/callers-error.ts';
import { storeClosed } from '../checks/closed.ts';
import { type CallMessage, type FromHost, type ToHost, unpackError } from './messages.ts';

/** Controls of a long call: reports of its progress, and a signal that stops it. */
export interface CallControl {
  readonly onProgress?: ((amount: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Pending extends CallControl {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Calls to a thread and their answers. A thread that dies takes its calls with it; the next call starts another. */
export class HostCalls {
  readonly #start: () => Worker;
  readonly #now: (() => Date) | undefined;
  readonly #pending = new Map<number, Pending>();
  #worker: Worker | undefined;
  #lastId = 0;
  #closing: Promise<void> | undefined;

  /** Makes calls to the thread that `start` starts; each tells it the time of `now`, if that is given. */
  constructor(start: () => Worker, now?: () => Date) {
    this.#start = start;
    this.#now = now;
  }

  /** Number of calls sent so far. */
  get sentCount(): number {
    return this.#lastId;
  }

  /** Sends a call and resolves with its answer. */
  call(call: Omit<CallMessage, 'kind' | 'id' | 'now'>, control: CallControl = {}): Promise<unknown> {
    if (this.#closing !== undefined) return Promise.reject(storeClosed());
    return this.#send({ ...call, now: this.#now?.() }, control);
  }

  /** Lets the thread finish what it was asked, and ends it; a cleanup stops after the chunk at hand. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    if (this.#worker === undefined) return;
    await this.#send({ subject: 'store', method: 'close', args: [] }, {}).catch((error: unknown) => {
      // A thread that died meanwhile has let its file go as well.
      if (this.#worker !== undefined) throw error;
    });
    await this.#worker?.terminate();
  }

  async #send(call: Omit<CallMessage, 'kind' | 'id'>, control: CallControl): Promise<unknown> {
    const worker = this.#running();
    this.#lastId += 1;
    const id = this.#lastId;
    // First of all, since what cannot be sent is a fault that leaves nothing behind.
    worker.postMessage({ kind: 'call', id, ...call } satisfies ToHost);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const abort = () => worker.postMessage({ kind: 'abort', id } satisfies ToHost);
    this.#pending.set(id, { ...control, resolve, reject });
    // Only while an answer is awaited does the thread keep the process alive.
    worker.ref();
    control.signal?.addEventListener('abort', abort, { once: true });
    return promise.finally(() => control.signal?.removeEventListener('abort', abort));
  }

  #running(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = this.#start();
    let cause: unknown;
    worker.on('message', (message: FromHost) => this.#receive(worker, message));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => this.#lose(worker, cause));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, message: FromHost): void {
    const pending = this.#pending.get(message.id);
    if (message.kind === 'progress') {
      this.#report(worker, message);
      return;
    }
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) worker.unref();
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(unpackError(message.fault));
  }

  // Whoever listens and throws wants no more of it.
  #report(worker: Worker, { id, amount }: { readonly id: number; readonly amount: number }): void {
    const pending = this.#pending.get(id);
    try {
      report(pending?.onProgress, amount);
    } catch (error) {
      pending?.reject(error);
      worker.postMessage({ kind: 'abort', id } satisfies ToHost);
    }
  }

  #lose(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = undefined;
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    const reason = cause instanceof Error ? `: ${cause.message}` : '.';
    for (const { reject } of lost)
      reject(new OutcomeUnknownError(cause, `The thread that reads the database ended${reason}`));
  }
}
