import type { PayloadStep } from '../../model/why.ts';
import { CallNumbers, CallValues } from './call-values.ts';

const MOST_PATHS = 5000;
const MOST_VALUES = 300_000;
const MOST_KEYS = 500;
const MOST_VISITS = 5000;
const MOST_ELEMENTS = 20;
const DEEPEST = 12;
const LONGEST_TEXT = 80;

/** Numbers of one sign and order of magnitude. */
export interface Magnitude {
  lowest: number;
  highest: number;
  readonly calls: number[];
}

/** All that is known of one path of the payloads. A tree of these is four times as fast as paths as text. */
export class PayloadPath {
  readonly step: PayloadStep | null;
  readonly parent: PayloadPath | null;
  readonly isInArray: boolean;
  readonly calls: number[] = [];
  readonly texts = new CallValues<string>();
  /** Beginnings of longer texts. */
  readonly beginnings = new CallValues<string>();
  readonly literals = new CallValues<boolean | null>();
  readonly numbers = new CallNumbers();
  readonly lengths = new CallNumbers();
  /** Instead of numbers and lengths where a call can have several: inside an array. */
  readonly magnitudes = new Map<number, Magnitude>();
  readonly lengthMagnitudes = new Map<number, Magnitude>();
  readonly keys = new Map<string, PayloadPath>();
  element: PayloadPath | null = null;
  /** True for a path that calls were selected by: neither it nor what is below says anything. */
  isLeftOut = false;

  constructor(step: PayloadStep | null, parent: PayloadPath | null) {
    this.step = step;
    this.parent = parent;
    this.isInArray = parent !== null && (parent.isInArray || (step !== null && 'any' in step));
  }

  /** The steps from the payload to here. */
  get steps(): readonly PayloadStep[] {
    return this.step === null || this.parent === null ? [] : [...this.parent.steps, this.step];
  }
}

/**
 * The paths of all payloads. Payloads may be anything, so that everything has a limit: paths, values, keys of an object, elements of
 * an array, depth. What is beyond is not looked at, in all calls alike.
 */
export class PayloadPaths {
  readonly root = new PayloadPath(null, null);
  #pathCount = 1;
  #valueCount = 0;
  #visitsLeft = 0;

  /** Leaves out a path, and all below it. */
  leaveOut(steps: readonly PayloadStep[]): void {
    let path: PayloadPath | undefined = this.root;
    for (const step of steps) path = path && this.#below(path, step);
    if (path) path.isLeftOut = true;
  }

  /** Notes the values of a payload. */
  add(payload: unknown, call: number): void {
    this.#visitsLeft = MOST_VISITS;
    this.#visit(this.root, payload, call, 0);
  }

  #visit(path: PayloadPath, value: unknown, call: number, depth: number): void {
    if (path.isLeftOut || this.#visitsLeft <= 0) return;
    this.#visitsLeft -= 1;
    if (path.calls.at(-1) !== call) path.calls.push(call);
    if (typeof value === 'string') this.#addText(path, value, call);
    else if (typeof value === 'number') addNumber(path, value, call);
    else if (typeof value === 'boolean' || value === null) path.literals.add(value, call);
    else if (Array.isArray(value)) this.#visitElements(path, value, call, depth);
    else if (typeof value === 'object') this.#visitKeys(path, value, call, depth);
  }

  #addText(path: PayloadPath, value: string, call: number): void {
    const isLong = value.length > LONGEST_TEXT;
    const [texts, text] = isLong ? [path.beginnings, beginningOf(value)] : [path.texts, value];
    if (this.#valueCount >= MOST_VALUES && !texts.calls.has(text)) return;
    if (texts.add(text, call)) this.#valueCount += 1;
  }

  #visitElements(path: PayloadPath, elements: readonly unknown[], call: number, depth: number): void {
    if (path.isInArray) addMagnitude(path.lengthMagnitudes, elements.length, call);
    else path.lengths.add(elements.length, call);
    const below = depth < DEEPEST ? this.#below(path, { any: true }) : undefined;
    if (below === undefined) return;
    for (const element of elements.slice(0, MOST_ELEMENTS)) this.#visit(below, element, call, depth + 1);
  }

  #visitKeys(path: PayloadPath, value: object, call: number, depth: number): void {
    if (depth >= DEEPEST) return;
    let left = MOST_KEYS;
    for (const [key, inner] of Object.entries(value)) {
      if (left === 0) return;
      left -= 1;
      const below = this.#below(path, { key });
      if (below) this.#visit(below, inner, call, depth + 1);
    }
  }

  /** The path one step further; undefined if there are too many. */
  #below(path: PayloadPath, step: PayloadStep): PayloadPath | undefined {
    const known = 'key' in step ? path.keys.get(step.key) : path.element;
    if (known) return known;
    if (this.#pathCount >= MOST_PATHS || ('key' in step && path.keys.size >= MOST_KEYS)) return undefined;
    this.#pathCount += 1;
    const below = new PayloadPath(step, path);
    if ('key' in step) path.keys.set(step.key, below);
    else path.element = below;
    return below;
  }
}

function addNumber(path: PayloadPath, value: number, call: number): void {
  if (path.isInArray) addMagnitude(path.magnitudes, value, call);
  else path.numbers.add(value, call);
}

// Several numbers of one call cannot be sorted into intervals of calls; a sign and a power of two can.
function addMagnitude(magnitudes: Map<number, Magnitude>, value: number, call: number): void {
  if (!Number.isFinite(value)) return;
  const key = value === 0 ? 0 : Math.sign(value) * (2000 + Math.floor(Math.log2(Math.abs(value))));
  const known = magnitudes.get(key);
  if (known === undefined) {
    magnitudes.set(key, { lowest: value, highest: value, calls: [call] });
    return;
  }
  known.lowest = Math.min(known.lowest, value);
  known.highest = Math.max(known.highest, value);
  if (known.calls.at(-1) !== call) known.calls.push(call);
}

function beginningOf(text: string): string {
  const cut = text.slice(0, LONGEST_TEXT - 1);
  // Half a character is none.
  return /[\ud800-\udbff]$/u.test(cut) ? cut.slice(0, -1) : cut;
}
