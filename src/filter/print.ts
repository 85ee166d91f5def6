import { isMistakable } from './mistaken-words.ts';
import { printPath } from './path.ts';
import type { IdTest, JsonTest, NumberTest, Query, Term, TextTest, TimePoint, TimeTest } from './query.ts';
import { quoted } from './source.ts';
import { numberOf } from './values.ts';

/** A query as text; parsed again it is the same query. */
export function printFilter(query: Query): string {
  return query.kind === 'and' ? query.parts.map(printPart).join(' ') : printOne(query);
}

function printPart(query: Query): string {
  return query.kind === 'or' && query.parts.length > 0 ? `(${printOne(query)})` : printOne(query);
}

function printOne(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.parts.length === 0 ? '*' : `(${printFilter(query)})`;
    case 'or':
      return query.parts.length === 0 ? '-*' : query.parts.map(printAlternative).join(' OR ');
    case 'not':
      return `-${query.part.kind === 'or' || query.part.kind === 'and' ? printGroup(query.part) : printOne(query.part)}`;
    default:
      return printTerm(query);
  }
}

function printGroup(query: Query): string {
  return query.kind === 'or' && query.parts.length > 0 ? `(${printOne(query)})` : printOne(query);
}

function printAlternative(query: Query): string {
  return query.kind === 'and' && query.parts.length > 0 ? printFilter(query) : printPart(query);
}

/** One condition as text. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case 'user':
      return `user:${term.values.map(printUser).join(',')}`;
    case 'route':
    case 'message':
    case 'body':
      return `${term.kind}:${term.values.map(printText).join(',')}`;
    case 'status':
    case 'ms':
      return `${term.kind}:${term.values.map(printNumber).join(',')}`;
    case 'time':
      return `time:${term.values.map(printTime).join(',')}`;
    case 'group':
      return `group:${term.values.map((test) => (test.is === 'present' ? '*' : test.prefix)).join(',')}`;
    case 'is':
    case 'userIs':
      return `is:${term.values.join(',')}`;
    case 'payload':
      return `${term.payload}${printPath(term.path)}:${term.values.map(printJson).join(',')}`;
    case 'word':
      return printWord(term.text);
  }
}

function printUser(test: TextTest | IdTest): string {
  if (test.is === 'id') return `#${test.id}`;
  return test.is === 'text' && /^#-?\d+$/u.test(test.text) ? quoted(test.text) : printText(test);
}

function printText(test: TextTest): string {
  if (test.is === 'present') return '*';
  if (test.is === 'glob') return test.parts.map((part) => (part === '' ? '' : printLiteral(part))).join('*');
  return printLiteral(test.text);
}

function printLiteral(text: string): string {
  return /^[^\s()",*<>=][^\s()",*]*$/u.test(text) ? text : quoted(text);
}

function printWord(text: string): string {
  const isPlain = /^[^\s()"*:-][^\s()"*:]*$/u.test(text) && !/^(?:OR|AND|NOT)$/u.test(text) && !isMistakable(text);
  return isPlain ? text : quoted(text);
}

function printJson(test: JsonTest): string {
  switch (test.is) {
    case 'range':
      // One number alone would also stand for text.
      return test.from === test.to ? `${test.from}..${test.to}` : printNumber(test);
    case 'number':
      return test.text;
    case 'literal':
      return String(test.literal);
    case 'text':
      return isPlainJsonText(test.text) ? printLiteral(test.text) : quoted(test.text);
    default:
      return printText(test);
  }
}

// What looks like a number, a literal or a range would be one.
function isPlainJsonText(text: string): boolean {
  return !/^(?:true|false|null)$/u.test(text) && text.split('..').some((part) => numberOf(part) === undefined);
}

function printNumber(test: NumberTest): string {
  if (test.is === 'present') return '*';
  if (test.is === 'absent') return 'none';
  const { from, to, isFromOpen, isToOpen } = test;
  if (to === Number.POSITIVE_INFINITY) return `${isFromOpen ? '>' : '>='}${from}`;
  if (from === Number.NEGATIVE_INFINITY) return `${isToOpen ? '<' : '<='}${to}`;
  return Object.is(from, to) ? String(from) : `${from}..${to}`;
}

function printTime({ from, to }: TimeTest): string {
  if (from === null) return to === null ? '*' : `${isEnd(to) ? '<=' : '<'}${printPoint(to)}`;
  if (to === null) {
    // `yesterday` alone ends with the day.
    if (from.at === 'ago' || (from.at === 'start' && from.of !== 'yesterday')) return printPoint(from);
    return `${isEnd(from) ? '>' : '>='}${printPoint(from)}`;
  }
  const [first, last] = [printPoint(from), printPoint(to)];
  if (first === 'yesterday' && to.at === 'start' && to.of === 'day') return first;
  return first === last && isEnd(to) ? first : `${first}..${last}`;
}

function isEnd(point: TimePoint): boolean {
  return point.at === 'civil' && point.isEnd;
}

const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

function printPoint(point: TimePoint): string {
  switch (point.at) {
    case 'ago': {
      if (point.ms === 0) return 'now';
      const [unit, ms] = UNITS.find(([, unitMs]) => point.ms % unitMs === 0) ?? ['s', 1000];
      return `${point.ms / ms}${unit}`;
    }
    case 'start':
      return point.of === 'yesterday' ? point.of : `now/${point.of.charAt(0)}`;
    case 'civil':
      return [point.date, point.clock].filter((part) => part !== null).join('T');
    case 'instant':
      return new Date(point.ms).toISOString().replace('.000Z', 'Z');
  }
}
