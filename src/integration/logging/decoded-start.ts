import type { Buffer } from 'node:buffer';
import zlib, { brotliDecompressSync, constants, unzipSync } from 'node:zlib';

/** The beginning of what was compressed, as far as it could be read. */
export interface DecodedStart {
  readonly bytes: Buffer;
  /** True if all of what was given was read. */
  readonly isWhole: boolean;
}

type Decode = (body: Uint8Array) => Buffer;

// What expands to more is read in part, and what a few bytes of do, not at all.
const LARGEST_BYTES = 65_536;
const SHORTEST_BODY = 64;

// A body is read up to where it was cut, as what was written so far of a stream is.
const options = (finishFlush: number) => ({ finishFlush, maxOutputLength: LARGEST_BYTES });
const unzip: Decode = (body) => unzipSync(body, options(constants.Z_SYNC_FLUSH));
const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: unzip,
  'x-gzip': unzip,
  deflate: unzip,
  br: (body) => brotliDecompressSync(body, options(constants.BROTLI_OPERATION_FLUSH)),
  // By the whole module: Node 22.14 has none, and would load nothing that imports it by its name.
  zstd: (body) => zlib.zstdDecompressSync(body, options(constants.ZSTD_e_flush)),
};

/** Reads the beginning of a body that was compressed; undefined if its encoding is not known, or it is not of that. */
export function decodedStart(body: Uint8Array, encoding: string): DecodedStart | undefined {
  const decode = DECODERS[encoding.trim().toLowerCase()];
  if (decode === undefined) return undefined;
  for (let { length } = body; ; length >>= 1) {
    try {
      const bytes = decode(body.subarray(0, length));
      // Zstandard reads nothing of a block that has not come to its end.
      return bytes.length === 0 ? undefined : { bytes, isWhole: length === body.length };
    } catch (error) {
      const isTooLong = error instanceof Error && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE';
      if (!isTooLong || length < SHORTEST_BODY) return undefined;
    }
  }
}
