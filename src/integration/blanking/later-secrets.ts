import type { Blanking } from './blanking.ts';
import type { SecretValues } from './secret-values.ts';

const MOST_BYTES = 1_048_576;
const BLOCK = 16_384;
// What a name and its value may take that lie across two blocks.
const OVERLAP = 2_048;

/** Looks for secrets in what of a body is not kept, so that the answer does not repeat them; only a block is held at a time. */
export class LaterSecrets {
  readonly #blanking: Blanking;
  readonly #secrets: SecretValues;
  readonly #decoder = new TextDecoder();
  #leftBytes = MOST_BYTES;
  #text = '';

  constructor(blanking: Blanking, secrets: SecretValues) {
    this.#blanking = blanking;
    this.#secrets = secrets;
  }

  /** Takes the next bytes; what is behind the first megabyte is not looked at. */
  add(bytes: Uint8Array): void {
    if (this.#leftBytes <= 0) return;
    const part = bytes.subarray(0, this.#leftBytes);
    this.#leftBytes -= part.length;
    this.#text += this.#decoder.decode(part, { stream: true });
    if (this.#text.length < BLOCK) return;
    this.#look();
    this.#text = this.#text.slice(-OVERLAP);
  }

  /** Looks at what is left, once all has gone by. */
  finish(): void {
    this.#look();
    this.#text = '';
  }

  #look(): void {
    if (this.#text !== '') this.#blanking.apply(this.#text, this.#secrets);
  }
}
