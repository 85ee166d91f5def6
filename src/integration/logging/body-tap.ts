import { Buffer } from 'node:buffer';

/** Keeps the beginning of a body that goes by, and counts the whole of it. */
export class BodyTap {
  readonly limitBytes: number;
  totalBytes = 0;
  keptBytes = 0;
  readonly #chunks: Buffer[] = [];
  readonly #later: { add(bytes: Uint8Array): void } | undefined;

  /** Shows what is longer than its limit also to another, from its beginning, as it goes by. */
  constructor(limitBytes: number, later?: { add(bytes: Uint8Array): void }) {
    this.limitBytes = limitBytes;
    this.#later = later;
  }

  /** True when the whole body was kept. */
  get isComplete(): boolean {
    return this.keptBytes === this.totalBytes;
  }

  /** Takes a chunk as a stream is given it; anything else is none. */
  add(chunk: unknown, encoding?: unknown): void {
    const isFirst = this.isComplete;
    const keptBefore = this.keptBytes;
    const room = isFirst ? this.limitBytes - this.keptBytes : 0;
    const bytes = this.#take(chunk, encoding, room);
    if (bytes === undefined || this.#later === undefined || this.isComplete) return;
    if (isFirst) this.#later.add(this.kept);
    this.#later.add(bytes.subarray(this.keptBytes - keptBefore));
  }

  /** Keeps what there is room for, and returns all of it if that is looked at by another. */
  #take(chunk: unknown, encoding: unknown, room: number): Uint8Array | undefined {
    if (typeof chunk === 'string') {
      const known = typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
      this.totalBytes += Buffer.byteLength(chunk, known);
      if (room > 0) this.#keep(Buffer.from(chunk.slice(0, room), known), room);
      return this.#later === undefined ? undefined : Buffer.from(chunk, known);
    }
    if (chunk instanceof Uint8Array) {
      this.totalBytes += chunk.byteLength;
      // A copy, since whoever wrote it may use its memory again, and a slice would hold all of that memory.
      if (room > 0) this.#keep(Buffer.from(chunk.subarray(0, room)), room);
      return chunk;
    }
    return undefined;
  }

  /** The kept part. */
  get kept(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  /** Returns the kept part as text; undefined if it is not text. A part may end in the middle of a character. */
  text(isWhole = this.isComplete): string | undefined {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      const text = decoder.decode(this.kept, { stream: !isWhole });
      return text.includes('\0') ? undefined : text;
    } catch {
      return undefined;
    }
  }

  #keep(bytes: Buffer, room: number): void {
    const kept = bytes.subarray(0, room);
    this.#chunks.push(kept);
    this.keptBytes += kept.length;
  }
}
