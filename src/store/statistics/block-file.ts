import { closeSync, constants, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { DamagedIndexError } from './bytes.ts';

const FIRST_SIZE = 2 ** 20;

/** Work on a file; what goes wrong with it means that the index cannot be used. */
function guard<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new DamagedIndexError(error instanceof Error ? error.message : undefined);
  }
}

/** A file that blocks are appended to. What was written once is never changed, so that other processes may read it meanwhile. */
export class BlockFile {
  readonly #descriptor: number;
  // Used again for every read: a new one for each costs several times what reading does.
  #buffer = new Uint8Array(0);

  /** Opens the file, for its owner alone; `writes` makes it if there is none. */
  constructor(path: string, { writes }: { readonly writes: boolean }) {
    const access = writes ? constants.O_RDWR | constants.O_CREAT : constants.O_RDONLY;
    this.#descriptor = guard(() => openSync(path, access | constants.O_NOFOLLOW, 0o600));
  }

  get size(): number {
    return guard(() => fstatSync(this.#descriptor).size);
  }

  /** Reads so many bytes, which stand until the next are read. Throws a DamagedIndexError if there are fewer. */
  read(place: number, length: number): Uint8Array<ArrayBuffer> {
    if (length > this.#buffer.length) this.#buffer = new Uint8Array(Math.max(FIRST_SIZE, length * 2));
    const bytes = this.#buffer.subarray(0, length);
    for (let done = 0; done < length; ) {
      const count = guard(() => readSync(this.#descriptor, bytes, done, length - done, place + done));
      if (count === 0) throw new DamagedIndexError();
      done += count;
    }
    return bytes;
  }

  /** Writes bytes behind all others and returns their place. */
  append(bytes: Uint8Array): number {
    const place = this.size;
    for (let done = 0; done < bytes.length; ) {
      done += guard(() => writeSync(this.#descriptor, bytes, done, bytes.length - done, place + done));
    }
    return place;
  }

  /** Returns once the disk has what was appended: a place must not be told before. */
  sync(): void {
    guard(() => fdatasyncSync(this.#descriptor));
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
