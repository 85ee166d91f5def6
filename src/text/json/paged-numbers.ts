const PAGE_BITS = 14;
const PAGE_LENGTH = 1 << PAGE_BITS;

/** A growing list of whole numbers below 2^32. Pages are added, never moved: to copy a long array takes longer than a frame. */
export class PagedNumbers {
  readonly #pages: Uint32Array[] = [];

  /** The number at a place; 0 where none was put. */
  get(place: number): number {
    return this.#pages[place >>> PAGE_BITS]?.[place & (PAGE_LENGTH - 1)] ?? 0;
  }

  /** Puts a number to a place, at most one page behind the last one. */
  set(place: number, value: number): void {
    let page = this.#pages[place >>> PAGE_BITS];
    if (page === undefined) {
      page = new Uint32Array(PAGE_LENGTH);
      this.#pages.push(page);
    }
    page[place & (PAGE_LENGTH - 1)] = value;
  }
}
