/** JSON that is stored as it stands, where a value is expected: what need not be parsed keeps its every digit. */
export class JsonText {
  readonly text: string;

  /** The text must be JSON. */
  constructor(text: string) {
    this.text = text;
  }

  /** The value, for whoever writes it as JSON again. Throws a SyntaxError if the text is none. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}
