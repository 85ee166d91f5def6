import type { StoredPayload } from '../../../model/call.ts';
import { formatBytes } from '../../../text/format.ts';
import { jsonLines } from '../../../text/json-lines.ts';
import { LineBreaker } from '../../../text/line-breaker.ts';
import type { Segment } from '../../theme/segments.ts';

/** Longest part of a payload that is read, in characters, as much as a clipboard takes: more is for a file. */
export const shownLength = 1_000_000;
const SHOWN_LINES = 50_000;
// A few milliseconds of work: characters that have to be measured one by one, and what a line of others costs among them.
const STEP_COST = 4_000;
const LINE_COST = 10;
const PLAIN = /^[\x20-\x7e]*$/;

/** A payload under its title. */
export interface TitledPayload {
  readonly title: string;
  readonly payload: StoredPayload | null;
}

/** Start of a line at any width: its payload, its unbroken line there, and the offset into that line's text. */
export type PayloadPlace = readonly [payload: number, line: number, offset: number];

/** A line of a payload: segments, or a text that is still to be coloured; `isRest` where the line before goes on in it. */
export interface PayloadLine {
  readonly content: readonly Segment[] | string;
  readonly isRest: boolean;
  readonly place: PayloadPlace;
}

/** Payloads below each other as lines, laid out step by step: each takes a few milliseconds, however long their lines are. */
export class PayloadLines {
  readonly payloads: readonly TitledPayload[];
  readonly #lines: PayloadLine[] = [];
  readonly #next: Iterator<PayloadLine>;
  #isComplete = false;

  constructor(payloads: readonly TitledPayload[], width: number) {
    this.payloads = payloads;
    this.#next = payloadLines(payloads, width);
  }

  /** The lines so far. */
  get lines(): readonly PayloadLine[] {
    return this.#lines;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Lays out some more of them. */
  step(): void {
    for (let cost = 0; cost < STEP_COST; ) {
      const { done, value } = this.#next.next();
      this.#isComplete = done === true;
      if (done === true) return;
      this.#lines.push(value);
      cost += LINE_COST + (typeof value.content !== 'string' || PLAIN.test(value.content) ? 0 : value.content.length);
    }
  }

  /** Returns the line that holds a place; undefined if that is not laid out yet. */
  indexOf(place: PayloadPlace): number | undefined {
    const last = this.#lines.at(-1);
    if (!this.#isComplete && (last === undefined || !isBehind(last.place, place))) return undefined;
    return Math.max(
      0,
      this.#lines.findLastIndex((line) => !isBehind(line.place, place)),
    );
  }
}

function isBehind(place: PayloadPlace, other: PayloadPlace): boolean {
  const differing = place.findIndex((part, at) => part !== other[at]);
  return differing >= 0 && (place[differing] ?? 0) > (other[differing] ?? 0);
}

/**
 * Payloads as lines of at most `width` cells, made when they are asked for: the stored text, JSON indented without being printed
 * anew, all of it harmless.
 */
export function* payloadLines(payloads: readonly TitledPayload[], width: number): Generator<PayloadLine> {
  const inner = Math.max(10, width - 2);
  const breaker = new LineBreaker(inner);
  for (const [index, { title, payload }] of payloads.entries()) {
    const line = (content: PayloadLine['content'], number: number): PayloadLine => {
      return { content, isRest: false, place: [index, number, 0] };
    };
    if (index > 0) yield line([], -2);
    yield line(heading(title, payload), -1);
    if (payload === null) continue;
    const end = yield* textLines(payload.text, { index, breaker, maxIndent: Math.floor(inner / 2) });
    if (payload.isWhole && end === payload.text.length) continue;
    const left = formatBytes(payload.byteCount - Buffer.byteLength(payload.text.slice(0, end)));
    yield line([{ text: `  … ${left} more, not shown`, tone: 'muted' }], Number.POSITIVE_INFINITY);
  }
}

function heading(title: string, payload: StoredPayload | null): readonly Segment[] {
  const note = payload === null ? 'none' : formatBytes(payload.byteCount) + (payload.isWhole ? '' : ', the beginning');
  return [
    { text: title, tone: 'title' },
    { text: `  ${note}`, tone: 'muted' },
  ];
}

interface TextLayout {
  readonly index: number;
  readonly breaker: LineBreaker;
  readonly maxIndent: number;
}

/** The lines of a text; answers up to where they tell it, which is its end unless they are too many. */
function* textLines(text: string, { index, breaker, maxIndent }: TextLayout): Generator<PayloadLine, number> {
  let number = 0;
  let count = 0;
  for (const { text: line, indent, end } of jsonLines(text, maxIndent)) {
    for (const piece of breaker.pieces(line)) {
      const place = [index, number, Math.max(0, piece.offset - indent)] as const;
      yield { content: piece.text, isRest: piece.offset > 0, place };
      count += 1;
    }
    number += 1;
    if (count >= SHOWN_LINES) return end;
  }
  return text.length;
}

/** The segments of a line; only those on the screen are asked for. */
export function payloadSegments({ content, isRest }: PayloadLine): readonly Segment[] {
  if (typeof content !== 'string') return content;
  return [{ text: '  ' }, ...(isRest ? [{ text: content, tone: 'good' as const }] : coloured(content))];
}

/** A line of indented JSON: its key, and its value by kind. */
function coloured(line: string): readonly Segment[] {
  const [, indent = '', key = '', value = ''] = /^(\s*)("(?:[^"\\]|\\.)*": )?(.*)$/u.exec(line) ?? [];
  const tone = value.startsWith('"') ? 'good' : /^-?\d/.test(value) ? 'warn' : 'plain';
  return [{ text: indent }, { text: key, tone: 'accent' }, { text: value, tone }];
}
