import type xterm from '@xterm/headless';

/** Modes that are set on a fresh terminal: wrapping at the margin, and the cursor. */
const ON_AT_START: ReadonlySet<number> = new Set([7, 25]);

const MODE_NAMES: Readonly<Record<number, string>> = {
  7: 'no wrap',
  25: 'cursor hidden',
  1000: 'mouse clicks',
  1002: 'mouse drags',
  1003: 'mouse moves',
  1004: 'focus reports',
  1006: 'mouse reports in SGR',
  1049: 'alternate screen',
  2004: 'bracketed paste',
  2026: 'synchronized output',
};

type Params = (number | number[])[];

/** Notes which modes a program sets and resets, so that a test can ask what it left behind. */
export class ModeWatch {
  readonly #modes = new Map<string, boolean>();
  #keyboardDepth = 0;

  constructor({ parser }: InstanceType<typeof xterm.Terminal>) {
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (params) => this.#set(params, true));
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, (params) => this.#set(params, false));
    parser.registerCsiHandler({ prefix: '>', final: 'u' }, () => this.#pushKeyboard(1));
    parser.registerCsiHandler({ prefix: '<', final: 'u' }, (params) => this.#pushKeyboard(-(Number(params[0]) || 1)));
  }

  /** Tells whether a mode differs from that of a fresh terminal. */
  isOn(name: string): boolean {
    return this.#modes.get(name) === true;
  }

  /** The modes that differ from those of a fresh terminal, by name. */
  leftOn(): readonly string[] {
    const names = [...this.#modes.keys()].filter((name) => this.isOn(name));
    return (this.#keyboardDepth > 0 ? [...names, 'kitty keyboard'] : names).sort();
  }

  #set(params: Params, isSet: boolean): boolean {
    for (const mode of params.flat())
      this.#modes.set(MODE_NAMES[mode] ?? `mode ?${mode}`, isSet !== ON_AT_START.has(mode));
    return false;
  }

  #pushKeyboard(step: number): boolean {
    this.#keyboardDepth = Math.max(0, this.#keyboardDepth + step);
    return true;
  }
}
