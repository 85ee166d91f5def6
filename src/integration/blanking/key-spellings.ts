import { everySpellingOf, type Spelling } from './spellings.ts';

const MOST = 500;

/** The ways to write the API keys that came last, since each of them comes with call after call. */
export class KeySpellings {
  readonly #known = new Map<string, readonly Spelling[]>();

  /** Gives all ways to write a key. */
  of(key: string): readonly Spelling[] {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST) this.#known.clear();
    const spellings = everySpellingOf(key);
    this.#known.set(key, spellings);
    return spellings;
  }
}
