/** Answers to the texts that were asked about last: at least `least` of them, at most twice as many. */
export class Recent<Answer> {
  readonly #least: number;
  #recent = new Map<string, Answer>();
  #older = new Map<string, Answer>();

  constructor(least: number) {
    this.#least = least;
  }

  /** The answer to a text, computed if it is not kept. It must follow from the text alone. */
  get(text: string, find: (text: string) => Answer): Answer {
    const known = this.#recent.get(text);
    if (known !== undefined) return known;
    const answer = this.#older.get(text) ?? find(text);
    if (this.#recent.size === this.#least) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(text, answer);
    return answer;
  }
}
