import type { GroupId } from '../model/error-group.ts';
import type { Id } from '../model/id.ts';
import type { BoundQuery, Contains } from './bound-query.ts';
import { instantMs, type Reader } from './civil-time.ts';
import type { GroupWord, IdTest, NumberTest, Query, Term, TextTest, TimeTest, UserWord } from './query.ts';

/** Context that a query is bound in: time and zone of the reader, the users that a test fits, and the states of groups. */
export interface Binding extends Reader {
  readonly idsOf: (test: TextTest | IdTest | Contains) => ReadonlySet<Id>;
  /** The groups in a state. */
  readonly groupsThat: (state: GroupWord) => ReadonlySet<GroupId>;
  /** The users in a state. */
  readonly usersThat: (state: UserWord) => ReadonlySet<Id>;
}

const MICROS_PER_MS = 1000;
const ALL = { kind: 'and', parts: [] } as const;
const NONE = { kind: 'or', parts: [] } as const;

/** Makes a query ready to be tested on calls. Parts without effect are gone. */
export function bindQuery(query: Query, binding: Binding): BoundQuery {
  switch (query.kind) {
    case 'and':
    case 'or':
      return combine(
        query.kind,
        query.parts.map((part) => bindQuery(part, binding)),
      );
    case 'not':
      return negate(bindQuery(query.part, binding));
    default:
      return bindTerm(query, binding);
  }
}

/** All parts must fit, or one of them: flat, and without those that change nothing. */
export function combine(kind: 'and' | 'or', parts: readonly BoundQuery[]): BoundQuery {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  // Of all parts nothing is left of an `and` where one fits no call, nor of an `or` where one fits all.
  const decided = kind === 'and' ? NONE : ALL;
  if (flat.some((part) => part.kind === decided.kind && part.parts.length === 0)) return decided;
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : { kind, parts: flat };
}

/** The part must not fit. */
export function negate(part: BoundQuery): BoundQuery {
  if (part.kind === 'not') return part.part;
  if ((part.kind === 'and' || part.kind === 'or') && part.parts.length === 0) return part.kind === 'and' ? NONE : ALL;
  return { kind: 'not', part };
}

function bindTerm(term: Term, binding: Binding): BoundQuery {
  switch (term.kind) {
    case 'user':
      return users(unionOf(term.values.map(binding.idsOf)));
    case 'route':
      return anyOf(term.values.map((test) => ({ kind: 'route', test })));
    case 'status':
      return anyOf(term.values.map((test) => ({ kind: 'status', test })));
    case 'ms':
      return anyOf(term.values.map((test) => ({ kind: 'micros', test: inMicros(test) })));
    case 'time':
      return anyOf(term.values.map((test) => bindTime(test, binding)));
    case 'message':
      return anyOf(term.values.map((test) => ({ kind: 'message', test })));
    case 'group':
      return groups(
        term.values.some(({ is }) => is === 'present'),
        term.values.flatMap((test) => (test.is === 'group' ? [test.prefix] : [])),
      );
    case 'is': {
      const states = term.values.filter((state) => state !== 'error');
      return groups(
        states.length < term.values.length,
        states.flatMap((state) => [...binding.groupsThat(state)]),
      );
    }
    case 'userIs':
      return users(unionOf(term.values.map(binding.usersThat)));
    case 'payload': {
      const { payload, path } = term;
      return anyOf(term.values.map((test) => ({ kind: 'payload', payload, path, test })));
    }
    case 'body':
      return anyOf(term.values.map((test) => ({ kind: 'body', test: within(test) })));
    case 'word':
      return bindWord(term.text, binding);
  }
}

function bindWord(text: string, { idsOf }: Binding): BoundQuery {
  const test: Contains = { is: 'contains', text };
  const statusText: readonly BoundQuery[] = /^\d+$/u.test(text) ? [{ kind: 'statusText', text }] : [];
  return anyOf([users(idsOf(test)), { kind: 'route', test }, ...statusText, { kind: 'message', test }]);
}

function bindTime({ from, to }: TimeTest, reader: Reader): BoundQuery {
  const ends = {
    from: from === null ? Number.NEGATIVE_INFINITY : instantMs(from, reader),
    to: to === null ? Number.POSITIVE_INFINITY : instantMs(to, reader),
  };
  return ends.from < ends.to ? { kind: 'time', ...ends } : NONE;
}

function users(ids: ReadonlySet<Id>): BoundQuery {
  return ids.size === 0 ? NONE : { kind: 'users', ids };
}

/** All failed calls, or those of some groups. */
function groups(areAll: boolean, prefixes: readonly string[]): BoundQuery {
  if (areAll) return { kind: 'error' };
  return prefixes.length === 0 ? NONE : { kind: 'groups', prefixes: new Set(prefixes) };
}

function unionOf(sets: readonly ReadonlySet<Id>[]): ReadonlySet<Id> {
  const [only] = sets;
  return only !== undefined && sets.length === 1 ? only : new Set(sets.flatMap((set) => [...set]));
}

function anyOf(parts: readonly BoundQuery[]): BoundQuery {
  return combine('or', parts);
}

function inMicros(test: NumberTest): NumberTest {
  if (test.is !== 'range') return test;
  return { ...test, from: Math.round(test.from * MICROS_PER_MS), to: Math.round(test.to * MICROS_PER_MS) };
}

// Text of a payload is looked for anywhere in it.
function within(test: TextTest): TextTest | Contains {
  if (test.is === 'text') return { is: 'contains', text: test.text };
  return test.is === 'glob' ? { is: 'glob', parts: ['', ...test.parts.filter((part) => part !== ''), ''] } : test;
}
