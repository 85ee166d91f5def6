import xterm from '@xterm/headless';
import stringWidth from 'string-width';
import { giveModernWidths } from './modern-widths.ts';
import { ModeWatch } from './terminal-modes.ts';

/** The size of a terminal in cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Options for a terminal. */
export interface TestTerminalOptions extends TerminalSize {
  /** Treats a bare newline as the driver of a real terminal does, for output that passes no pseudo-terminal. */
  readonly convertEol?: boolean;
  /** Wraps lines whatever the program says, so that a line that is too long shows. */
  readonly alwaysWraps?: boolean;
  /** The colour (`#rrggbb`) it answers with when asked for its background (OSC 11); silent unless given. */
  readonly background?: string;
  /** Gets what a terminal types by itself: answers to questions about it. */
  readonly onReply?: (data: string) => void;
}

/** Time for a screen to come, unless a test says otherwise: it only ends what would never come, on whatever machine. */
const PATIENCE_MS = 60_000;

/** Condition to wait for: text on the screen, a pattern, or any question about the screen's text. */
export type Expected = string | RegExp | ((screen: string) => boolean);

/** One cell: colours are `#rrggbb`, the number of a palette colour, or null for the terminal's own. */
export interface Cell {
  readonly text: string;
  readonly foreground: string | number | null;
  readonly background: string | number | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
  readonly isUnderlined: boolean;
}

const replyToBackground = (hex: string) =>
  `\u001b]11;rgb:${(hex.match(/[0-9a-f]{2}/gi) ?? []).map((part) => part + part).join('/')}\u001b\\`;

/** A terminal in memory: takes the bytes a program writes and shows what a person would see. */
export class TestTerminal {
  readonly #xterm: InstanceType<typeof xterm.Terminal>;
  readonly #modes: ModeWatch;
  #raw = '';
  #bytesWritten = 0;
  #clipboard: string | null = null;

  constructor(options: TestTerminalOptions) {
    const { columns, rows, convertEol = false, alwaysWraps = false, background, onReply } = options;
    this.#xterm = new xterm.Terminal({ cols: columns, rows, convertEol, allowProposedApi: true, scrollback: 1000 });
    giveModernWidths(this.#xterm);
    this.#xterm.parser.registerCsiHandler({ prefix: '?', final: 'l' }, ([mode]) => alwaysWraps && mode === 7);
    this.#modes = new ModeWatch(this.#xterm);
    this.#xterm.parser.registerOscHandler(52, (data) => {
      this.#clipboard = Buffer.from(data.slice(data.indexOf(';') + 1), 'base64').toString('utf8');
      return true;
    });
    if (onReply) this.#xterm.onData(onReply);
    this.#xterm.parser.registerOscHandler(11, (data) => {
      if (data === '?' && background !== undefined) onReply?.(replyToBackground(background));
      return true;
    });
  }

  /** Takes output of the program; `done` is called when it is on the screen. */
  write(data: string | Uint8Array, done?: () => void): void {
    this.#bytesWritten += Buffer.byteLength(data);
    this.#raw += typeof data === 'string' ? data : Buffer.from(data).toString('utf8');
    this.#xterm.write(data, done);
  }

  /** Resolves when everything written so far is on the screen. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.#xterm.write('', resolve));
  }

  /** Returns the lines on the screen, without the blanks at their ends. */
  lines(): readonly string[] {
    const { active } = this.#xterm.buffer;
    return Array.from({ length: this.#xterm.rows }, (_, y) =>
      // A line of the alternate screen keeps the cells of a wider window, which nobody sees.
      (active.getLine(active.baseY + y)?.translateToString(true, 0, this.#xterm.cols) ?? '').trimEnd(),
    );
  }

  /** True when a line on the screen was too long and went on in the next one. */
  get hasWrappedLine(): boolean {
    const { active } = this.#xterm.buffer;
    return Array.from({ length: this.#xterm.rows }, (_, y) => active.getLine(active.baseY + y)?.isWrapped).includes(
      true,
    );
  }

  /** Returns the screen as one text, without the blank lines at its end. */
  screen(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** The cell at a column and row, both from 0. */
  cell(x: number, y: number): Cell {
    const { active } = this.#xterm.buffer;
    const cell = active.getLine(active.baseY + y)?.getCell(x);
    if (!cell) throw new Error(`no cell at column ${x}, row ${y}`);
    const colour = (isRgb: boolean, isPalette: boolean, value: number) =>
      isRgb ? `#${value.toString(16).padStart(6, '0')}` : isPalette ? value : null;
    return {
      text: cell.getChars(),
      foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
      background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
      isBold: cell.isBold() !== 0,
      isDim: cell.isDim() !== 0,
      isInverse: cell.isInverse() !== 0,
      isUnderlined: cell.isUnderline() !== 0,
    };
  }

  /** The first cell of the first place where the text stands on the screen. */
  cellOf(text: string): Cell {
    const y = this.lines().findIndex((line) => line.includes(text));
    const line = this.lines()[y];
    if (line === undefined) throw new Error(`“${text}” is not on the screen:\n${this.screen()}`);
    return this.cell(stringWidth(line.slice(0, line.indexOf(text))), y);
  }

  /** Resolves when the screen is as expected, checked after every output; rejects with the screen after `timeoutMs`. */
  waitFor(
    expected: Expected,
    options: { readonly timeoutMs?: number; readonly failed?: Promise<Error> } = {},
  ): Promise<void> {
    const { timeoutMs = PATIENCE_MS, failed } = options;
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        subscription.dispose();
        if (error) reject(new Error(`${error.message}\nexpected: ${expected}\non the screen:\n${this.screen()}`));
        else resolve();
      };
      const check = () => {
        if (!this.isMidUpdate && isOnScreen(expected, this.screen())) finish();
      };
      const timer = setTimeout(() => finish(new Error(`not seen within ${timeoutMs} ms`)), timeoutMs);
      const subscription = this.#xterm.onWriteParsed(check);
      failed?.then(finish);
      check();
    });
  }

  /** Changes the size; what is on the screen stays. */
  resize(size: TerminalSize): void {
    this.#xterm.resize(size.columns, size.rows);
  }

  /** Everything the program wrote, with its control sequences. */
  get raw(): string {
    return this.#raw;
  }

  /** Number of bytes that the program wrote. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  /** Text that the program last put in the clipboard (OSC 52). */
  get clipboard(): string | null {
    return this.#clipboard;
  }

  /** Position of the cursor, from 0, and its visibility. */
  get cursor(): { readonly x: number; readonly y: number; readonly isShown: boolean } {
    const { cursorX: x, cursorY: y } = this.#xterm.buffer.active;
    return { x, y, isShown: !this.#modes.isOn('cursor hidden') };
  }

  /** True while the alternate screen is shown. */
  get isAlternateScreen(): boolean {
    return this.#xterm.buffer.active.type === 'alternate';
  }

  /** True between the two marks of a synchronized update, where a screen is half of one frame and half of the next. */
  get isMidUpdate(): boolean {
    return this.#xterm.modes.synchronizedOutputMode;
  }

  /** True when the terminal marks pasted text. */
  get isBracketedPaste(): boolean {
    return this.#xterm.modes.bracketedPasteMode;
  }

  /** The modes that differ from those of a fresh terminal; empty after a program that cleaned up after itself. */
  modesLeftOn(): readonly string[] {
    return this.#modes.leftOn();
  }

  /** Lets the memory go. */
  dispose(): void {
    this.#xterm.dispose();
  }
}

const isOnScreen = (expected: Expected, screen: string): boolean => {
  if (typeof expected === 'string') return screen.includes(expected);
  return expected instanceof RegExp ? expected.test(screen) : expected(screen);
};
