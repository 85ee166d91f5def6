/** Something wrong in a config file, at an offset of its text. */
export class SettingFault extends Error {
  readonly at: number;
  /** Sentence that says what to do; empty if the message says it. */
  readonly nextStep: string;

  constructor(message: string, at: number, nextStep = '') {
    super(message);
    this.at = at;
    this.nextStep = nextStep;
  }
}
