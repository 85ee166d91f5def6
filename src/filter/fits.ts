import type { Id } from '../model/id.ts';
import type { BoundQuery, BoundTerm, Contains } from './bound-query.ts';
import { createGroupFinder, isAmong } from './group-of.ts';
import { isJson, jsonValuesAt } from './json-values.ts';
import type { JsonTest, NumberTest, PathStep, TextTest } from './query.ts';
import { isFailed, microsOf, statusOf } from './stored-numbers.ts';
import { caselessMatch, exactMatch, literalOf, type TextMatch } from './text-match.ts';

/** A call as it is stored: every column may hold a value of any type. */
export interface FilteredCall {
  readonly userId: Id;
  readonly route: unknown;
  readonly status: unknown;
  /** Response time in milliseconds. */
  readonly ms: unknown;
  /** Milliseconds since 1970; undefined if the stored time cannot be read. */
  readonly timeMs: number | undefined;
  readonly message: unknown;
  readonly request: unknown;
  readonly response: unknown;
}

/** A query as a function. */
export type Fits = (call: FilteredCall) => boolean;

/** Compiles a query once, so that it can be tested on many calls. */
export function fits(query: BoundQuery): Fits {
  switch (query.kind) {
    case 'and': {
      const parts = query.parts.map(fits);
      return (call) => parts.every((part) => part(call));
    }
    case 'or': {
      const parts = query.parts.map(fits);
      return (call) => parts.some((part) => part(call));
    }
    case 'not': {
      const part = fits(query.part);
      return (call) => !part(call);
    }
    default:
      return fitsTerm(query);
  }
}

/** Compiles a test of a number; undefined is none. */
export function numberMatch(test: NumberTest): (value: number | undefined) => boolean {
  if (test.is === 'present') return (value) => value !== undefined;
  if (test.is === 'absent') return (value) => value === undefined;
  const { from, to, isFromOpen, isToOpen } = test;
  return (value) =>
    value !== undefined && (isFromOpen ? value > from : value >= from) && (isToOpen ? value < to : value <= to);
}

/** Compiles a test of a route. */
export function routeMatch(test: TextTest | Contains): (route: unknown) => boolean {
  return onText(test.is === 'contains' ? caselessMatch(test) : exactMatch(test));
}

function fitsTerm(term: BoundTerm): Fits {
  switch (term.kind) {
    case 'users':
      return ({ userId }) => term.ids.has(userId);
    case 'route': {
      const match = routeMatch(term.test);
      return ({ route }) => match(route);
    }
    case 'status': {
      const match = numberMatch(term.test);
      return ({ status }) => match(statusOf(status));
    }
    case 'statusText':
      return ({ status }) => {
        const number = statusOf(status);
        return number !== undefined && String(number).includes(term.text);
      };
    case 'micros': {
      const match = numberMatch(term.test);
      return ({ ms }) => match(microsOf(ms));
    }
    case 'time':
      return ({ timeMs }) => timeMs !== undefined && timeMs >= term.from && timeMs < term.to;
    case 'message': {
      const match = onText(caselessMatch(term.test));
      return ({ status, message }) => isFailed(status) && match(message);
    }
    case 'error':
      return ({ status }) => isFailed(status);
    case 'groups': {
      const find = createGroupFinder();
      return (call) => {
        const id = find(call);
        return id !== undefined && isAmong(id, term.prefixes);
      };
    }
    case 'payload': {
      const match = payloadMatch(term.path, term.test);
      return term.payload === 'req' ? ({ request }) => match(request) : ({ response }) => match(response);
    }
    case 'body': {
      const match = bodyMatch(term.test);
      return ({ request, response }) => match(request) || match(response);
    }
  }
}

/** Compiles a test of the values at a path of a payload, which may be of any type. */
export function payloadMatch(path: readonly PathStep[], test: JsonTest): (payload: unknown) => boolean {
  const match = jsonMatch(test);
  return (payload) => {
    if (typeof payload !== 'string') return false;
    const json = beforeNull(payload);
    return isJson(json) && jsonValuesAt(json, path).some(match);
  };
}

/** Compiles a test of the text of a payload: as it is stored, or with JSON's escapes resolved. */
export function bodyMatch(test: TextTest | Contains): (payload: unknown) => boolean {
  const match = caselessMatch(test);
  // Other escapes than those of a code stand for characters that most tests do not hold.
  const sign = /["\\/\0-\x1f]/u.test(literalOf(test)) ? '\\' : '\\u';
  return onText((text) => match(text) || (text.includes(sign) && match(unescaped(text))));
}

// For SQLite's JSON a null byte ends a text, and what follows it does not count.
function beforeNull(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

function onText(match: TextMatch): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && match(value);
}

/** Compiles a test of a value as it is written in JSON. */
function jsonMatch(test: JsonTest): TextMatch {
  switch (test.is) {
    case 'present':
      return () => true;
    case 'literal':
      return (written) => written === String(test.literal);
    case 'number':
      return (written) => (isString(written) ? JSON.parse(written) === test.text : jsonNumber(written) === test.number);
    case 'range': {
      const match = numberMatch(test);
      return (written) => match(jsonNumber(written));
    }
    default: {
      const match = exactMatch(test);
      return (written) => isString(written) && match(String(JSON.parse(written)));
    }
  }
}

function isString(written: string): boolean {
  return written.startsWith('"');
}

function jsonNumber(written: string): number | undefined {
  return /^[-\d]/u.test(written) ? Number(written) : undefined;
}

const SHORT = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as const;

/** Text with JSON's escapes resolved wherever they stand. */
export function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-f]{4})|(.))/gisu, (_, hex?: string, char = '') =>
    hex === undefined ? (SHORT[char as keyof typeof SHORT] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
