/**
 * A frame that is composed when its text is asked for, of what is laid out by then. Ink hands over a frame for each change of its
 * tree; of those that wait, for the line or for the answers of a screen that opens, only the last is drawn.
 */
export class LateFrame {
  readonly #compose: () => string;
  #text: string | undefined;

  constructor(compose: () => string) {
    this.#compose = compose;
  }

  toString(): string {
    this.#text ??= this.#compose();
    return this.#text;
  }
}
