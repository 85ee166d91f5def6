/** Chooses items evenly from many that come one after the other, without knowing how many they will be. */
export class EvenSample<Item> {
  count = 0;
  readonly #most: number;
  #every = 1;
  #items: Item[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  add(item: Item): void {
    if (this.count % this.#every === 0) this.#items.push(item);
    this.count += 1;
    // Half of them are enough from here on.
    if (this.#items.length < 2 * this.#most) return;
    this.#items = this.#items.filter((_, place) => place % 2 === 0);
    this.#every *= 2;
  }

  /** The chosen items in their order. */
  chosen(): readonly Item[] {
    const step = Math.max(1, this.#items.length / this.#most);
    return this.#items.filter((_, place) => Math.floor(place / step) !== Math.floor((place - 1) / step));
  }
}
