import { Buffer } from 'node:buffer';

/** Keeps the beginning of a body that goes by, and counts the whole of it. */
export class BodyTap {
  readonly limitBytes: number;
  totalBytes = 0;
  keptBytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Whether all of the body was kept. */
  get isComplete(): boolean {
    return this.keptBytes === this.totalBytes;
  }

  /** Takes a chunk as a stream is given it; anything else is none. */
  add(chunk: unknown, encoding?: unknown): void {
    const room = this.isComplete ? this.limitBytes - this.keptBytes : 0;
    if (typeof chunk === 'string') {
      const known = typeof encoding === 'string' && Buffer.isEncoding(encoding) ? encoding : 'utf8';
      this.totalBytes += Buffer.byteLength(chunk, known);
      if (room > 0) this.#keep(Buffer.from(chunk.slice(0, room), known), room);
    } else if (chunk instanceof Uint8Array) {
      this.totalBytes += chunk.byteLength;
      // A copy, since whoever wrote it may use its memory again, and a slice would hold all of that memory.
      if (room > 0) this.#keep(Buffer.from(chunk.subarray(0, room)), room);
    }
  }

  /** What was kept, as text; undefined where it is none. Of a body that is not whole the last character may lack bytes. */
  text(isWhole = this.isComplete): string | undefined {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    try {
      const text = decoder.decode(Buffer.concat(this.#chunks), { stream: !isWhole });
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
