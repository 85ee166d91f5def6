import type { CallState, UserWord } from './query.ts';

/** A field of the language: what its values are, for faults, completion and the manual. */
export interface FilterField {
  readonly aliases: readonly string[];
  /** Values that it takes, in words. */
  readonly takes: string;
  readonly examples: readonly [string, ...string[]];
}

/** Every field that may stand before a colon. `req` and `res` are followed by a path: `req.recipient.age`. */
export const filterFields = {
  user: { aliases: ['u'], takes: 'a name, a pattern, or `#` and an id', examples: ['user:acme-*', '-user:acme-shop'] },
  route: { aliases: ['r'], takes: 'a route or a pattern', examples: ['route:/api/*'] },
  status: {
    aliases: ['s'],
    takes: 'a code, a class, a range, a comparison, or `none`',
    examples: ['status:422,5xx', 'status:400..499', 'status:>=500'],
  },
  ms: { aliases: [], takes: 'a response time: milliseconds, or with a unit', examples: ['ms:>=800', 'ms:1.5s..3s'] },
  time: {
    aliases: [],
    takes: 'the last so many minutes, yesterday, a date, a time of today, or a range',
    examples: ['time:90m', 'time:yesterday', 'time:17:00..18:00', 'time:2026-11-24T17..18', 'time:now/d'],
  },
  since: { aliases: [], takes: 'a time from which on', examples: ['since:2026-11-24', 'since:90m'] },
  until: { aliases: [], takes: 'a time up to which', examples: ['until:18:00'] },
  message: {
    aliases: ['m'],
    takes: 'the message of a failed call or a pattern, ignoring case',
    examples: ['message:*timeout*'],
  },
  group: {
    aliases: [],
    takes: 'the group of a failed call: its id, or the first 4 digits of it or more',
    examples: ['group:3f2a1b0c', 'group:3f2a,9c01'],
  },
  is: {
    aliases: [],
    takes:
      '`error`: status 400 and above; the state of its group: `new`, `rising`, `regressed`, `ignored`, `resolved`; or active users who have not called for 90 days (`idle`), or never (`never`)',
    examples: ['is:error', 'is:new,rising', '-is:ignored', 'is:idle,never'],
  },
  req: {
    aliases: [],
    takes: 'a value in the request: a number, text, `true`, `null`, a range',
    examples: ['req.recipient.age:<0', 'req.interests[]:jazz'],
  },
  res: { aliases: [], takes: 'a value in the response', examples: ['res.items[0].price:>100'] },
  body: { aliases: [], takes: 'text anywhere in request or response, ignoring case', examples: ['body:jazz'] },
} as const satisfies Readonly<Record<string, FilterField>>;

/** Every word behind `is:` that is about a call. */
export const callStates: readonly CallState[] = ['error', 'new', 'rising', 'regressed', 'ignored', 'resolved'];

/** Every word behind `is:` that is about users. */
export const userWords: readonly UserWord[] = ['idle', 'never'];

/** Every word that may stand behind `is:`. */
export const isWords: readonly (CallState | UserWord)[] = [...callStates, ...userWords];

/** Name of a field. */
export type FieldName = keyof typeof filterFields;

/** The field that a name or an alias means, in any case; undefined if there is none. */
export function fieldNamed(name: string): FieldName | undefined {
  const wanted = name.toLowerCase();
  return fieldNames.find((field) => field === wanted || aliasesOf(field).includes(wanted));
}

/** All names of fields. */
export const fieldNames: readonly FieldName[] = Object.keys(filterFields) as FieldName[];

/** The names by which a field is known besides its own. */
export function aliasesOf(field: FieldName): readonly string[] {
  return filterFields[field].aliases;
}
