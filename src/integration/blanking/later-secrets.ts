import type { Blanking } from './blanking.ts';
import type { SecretValues } from './secret-values.ts';

// To look through text made to be slow takes a third of a second for a megabyte.
const MOST_BYTES = 262_144;
const BLOCK = 16_384;
// What a name and its value may take that lie across two blocks.
const OVERLAP = 2_048;

/** Looks for secrets in what of a body is not kept, so that the answer does not repeat them; only a block is held at a time. */
export class LaterSecrets {
  readonly #blanking: Blanking;
  readonly #secrets: SecretValues;
  #decoder: TextDecoder | undefined;
  #leftBytes = MOST_BYTES;
  #text = '';

  constructor(blanking: Blanking, secrets: SecretValues) {
    this.#blanking = blanking;
    this.#secrets = secrets;
  }

  /** Takes the next bytes; what is behind the most that is looked at is let go. */
  add(bytes: Uint8Array): void {
    if (this.#leftBytes <= 0) return;
    const part = bytes.subarray(0, this.#leftBytes);
    this.#leftBytes -= part.length;
    // Most bodies are kept whole, and nothing is looked for behind them.
    this.#decoder ??= new TextDecoder();
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
    if (this.#text !== '') this.#blanking.find(this.#text, this.#secrets);
  }
}
