import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { areSourceMapsUsed, threadEnvironment } from '../../files/environment.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { HostData, HostSettings } from './messages.ts';

// What a question leaves behind is gone after it; more room than this for it is only memory held.
const YOUNG_MB = 16;
/** Number of a thread that has ended. */
const ENDED = -1;

/** A thread for a store, which may be started before it is known what it opens. */
export class Host {
  readonly worker: Worker;
  readonly #teller: MessagePort;
  #hasOpened = false;

  /** Starts it. With `isAhead` it loads meanwhile what a store of a file is made of. */
  constructor({ isAhead = false } = {}) {
    const { port1: teller, port2: told } = new MessageChannel();
    this.#teller = teller;
    this.worker = new Worker(hostEntry(), {
      // What else this process was started with, `--eval` say, is none of the thread's business.
      execArgv: areSourceMapsUsed() ? ['--enable-source-maps'] : [],
      env: threadEnvironment(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      workerData: { told, isAhead } satisfies HostData,
      transferList: [told],
    });
    // Who asks it hears what ended it; before that it is nobody's loss.
    this.worker.on('error', () => undefined);
    // Only while an answer is awaited does it keep the process alive.
    this.worker.unref();
  }

  /** True while it runs and has nothing to open. */
  get isFree(): boolean {
    return !this.#hasOpened && this.worker.threadId !== ENDED;
  }

  /** Tells it what to open; once. */
  open(settings: HostSettings): void {
    this.#hasOpened = true;
    this.#teller.postMessage(settings);
    this.#teller.close();
  }
}

/** The program of the thread: in the published bundle it lies beside this chunk, compiled. */
function hostEntry(): URL {
  const entry = new URL(import.meta.url.endsWith('.ts') ? './host.ts' : './store-host.js', import.meta.url);
  // A program that was bundled with this library has left it out, unless it was told of it.
  if (existsSync(entry)) return entry;
  throw new PresentsError(`The library cannot start its thread: there is no ${fileURLToPath(entry)}.`, {
    code: 'unavailable',
    nextStep:
      'Leave predict-presents out of your bundle, or bundle predict-presents/store-host as an entry of this name.',
  });
}
