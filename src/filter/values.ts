import { formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { FaultAt } from './fault.ts';
import type { IdTest, JsonTest, NumberRange, NumberTest, TextTest } from './query.ts';
import type { Piece } from './source.ts';

/** One value of a field as it was typed: its pieces, and its place in the filter. */
export interface RawValue {
  readonly pieces: readonly Piece[];
  readonly at: number;
  readonly length: number;
}

/** Parses numbers of one field, and says how they are written. */
export interface NumberForm {
  readonly parse: (text: string) => number | undefined;
  /** Words for a fault: `wants a number: 422, 400..499`. */
  readonly wants: string;
  readonly example: string;
}

const OPERATOR = /^(?:>=|<=|>|<|=)/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu;
const DURATION = /^(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(ms|s|m|h)?$/u;
const LONGEST_VALUE = 10_000;
const SHOWN_CELLS = 40;
const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** The form of plain numbers. */
export const plainNumber: NumberForm = { parse: numberOf, wants: 'a number', example: '42' };

/** The form of response times. */
export const responseTime: NumberForm = {
  parse(text) {
    const [, amount, unit = 'ms'] = DURATION.exec(text) ?? [];
    const ms = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
    return Number.isFinite(ms) ? ms : undefined;
  },
  wants: 'a time: 800, 1.5s, 200..500',
  example: '800',
};

/** A number as JSON and people write it; undefined if it is none, or beyond all numbers. */
export function numberOf(text: string): number | undefined {
  // There is no number below zero that is none: -0 is 0.
  const number = NUMBER.test(text) ? Number(text) + 0 : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** Typed text in a sentence: harmless, and no longer than part of a line. */
export function shown(text: string): string {
  return printable(text, SHOWN_CELLS);
}

/** The text of a value as it was typed, without its quotes. */
export function textOf({ pieces }: RawValue): string {
  return pieces.map(({ text }) => text).join('');
}

/** True if no part of a value stands in quotes. */
export function isPlain({ pieces }: RawValue): boolean {
  return pieces.every(({ isQuoted }) => !isQuoted);
}

/** Splits a value into its operator, empty if it has none, and the rest. */
export function splitOperator(value: RawValue): { readonly operator: string; readonly rest: RawValue } {
  const [first, ...others] = value.pieces;
  const operator = first === undefined || first.isQuoted ? '' : (OPERATOR.exec(first.text)?.[0] ?? '');
  if (first === undefined || operator === '') return { operator: '', rest: value };
  const { length } = operator;
  const kept = { ...first, text: first.text.slice(length), at: first.at + length, length: first.length - length };
  const pieces = kept.length === 0 ? others : [kept, ...others];
  return { operator, rest: { pieces, at: value.at + length, length: value.length - length } };
}

/** The test of text that a value stands for; `*` outside quotes is any text. */
export function textTest(value: RawValue): TextTest {
  refuseTooLong(value);
  const parts: string[] = [''];
  const append = (text: string) => parts.push(`${parts.pop()}${text}`);
  for (const { text, isQuoted } of value.pieces) {
    const [first = '', ...others] = isQuoted ? [text] : text.split(/\*+/u);
    append(first);
    parts.push(...others);
  }
  if (parts.length === 1) return { is: 'text', text: parts[0] ?? '' };
  return parts.every((part) => part === '') ? { is: 'present' } : { is: 'glob', parts: withoutHoles(parts) };
}

// A pattern for SQLite has at most 50,000 bytes, of which a letter takes up to three.
function refuseTooLong(value: RawValue): void {
  const { length } = textOf(value);
  if (length <= LONGEST_VALUE) return;
  const [most, count] = [LONGEST_VALUE, length].map((number) => formatCount(number));
  throw new FaultAt(`A value can have at most ${most} characters; this one has ${count}.`, value.at, value.length);
}

// `a*"" *b` and the like: two stars beside each other are one.
function withoutHoles(parts: readonly string[]): readonly string[] {
  return parts.filter((part, place) => part !== '' || place === 0 || place === parts.length - 1);
}

/** The test of a user: a name, a pattern, or `#` and an id. */
export function userTest(value: RawValue): TextTest | IdTest {
  const text = textOf(value);
  if (!isPlain(value) || !/^#-?\d+$/u.test(text)) return textTest(value);
  const id = BigInt(text.slice(1));
  return { is: 'id', id: Number.isSafeInteger(Number(id)) ? Number(id) : id };
}

/** The test of a number. Throws a FaultAt if the value is none. */
export function numberTest(name: string, value: RawValue, form: NumberForm): NumberTest {
  const { operator, rest } = splitOperator(value);
  const text = textOf(rest);
  if (operator === '' && isPlain(rest)) {
    if (text === '*') return { is: 'present' };
    if (text === 'none') return { is: 'absent' };
  }
  const range = rangeOf(operator, text, form.parse);
  if (range === undefined) throw numberFault(name, value, form, operator);
  if (range.from > range.to) {
    throw new FaultAt(`${name}:${shown(text)} ends before it begins.`, value.at, value.length);
  }
  return range;
}

/** The test of an HTTP status: `4xx` is a class. */
export function statusTest(name: string, value: RawValue): NumberTest {
  const [, hundreds] = /^([1-9])xx$/iu.exec(textOf(value)) ?? [];
  if (hundreds !== undefined && isPlain(value)) return closed(Number(hundreds) * 100, Number(hundreds) * 100 + 99);
  return numberTest(name, value, { parse: numberOf, wants: 'a status: 422, 5xx, 400..499, none', example: '499' });
}

/** The test of a value in JSON. Throws a FaultAt if something is compared that is no number. */
export function jsonTest(name: string, value: RawValue): JsonTest {
  const { operator, rest } = splitOperator(value);
  const text = textOf(rest);
  if (operator !== '' && operator !== '=') return rangeTest(name, value);
  if (!isPlain(rest)) return textTest(rest);
  if (text === 'true' || text === 'false' || text === 'null') {
    return { is: 'literal', literal: text === 'null' ? null : text === 'true' };
  }
  const number = numberOf(text);
  if (number !== undefined) return { is: 'number', number, text };
  return rangeOf('', text, numberOf) === undefined ? textTest(rest) : rangeTest(name, value);
}

function rangeTest(name: string, value: RawValue): NumberRange {
  const test = numberTest(name, value, plainNumber);
  if (test.is === 'range') return test;
  throw numberFault(name, value, plainNumber, splitOperator(value).operator);
}

function rangeOf(operator: string, text: string, parse: NumberForm['parse']): NumberRange | undefined {
  const ends = operator === '' || operator === '=' ? text.split('..') : [text];
  const [from, to = from, ...others] = ends.map(parse);
  if (from === undefined || to === undefined || others.length > 0) return undefined;
  const { POSITIVE_INFINITY: highest, NEGATIVE_INFINITY: lowest } = Number;
  switch (operator) {
    case '>':
      return { is: 'range', from, to: highest, isFromOpen: true, isToOpen: false };
    case '>=':
      return closed(from, highest);
    case '<':
      return { is: 'range', from: lowest, to, isFromOpen: false, isToOpen: true };
    case '<=':
      return closed(lowest, to);
    default:
      return closed(from, to);
  }
}

function closed(from: number, to: number): NumberRange {
  return { is: 'range', from, to, isFromOpen: false, isToOpen: false };
}

function numberFault(name: string, value: RawValue, form: NumberForm, operator: string): FaultAt {
  const text = textOf(value);
  if (text === operator && operator !== '') {
    const message = `${name}:${operator} needs a number, e.g. ${name}:${operator}${form.example}.`;
    return new FaultAt(message, value.at, Math.max(1, value.length));
  }
  return new FaultAt(`${name} wants ${form.wants}, not “${shown(text)}”.`, value.at, Math.max(1, value.length));
}
