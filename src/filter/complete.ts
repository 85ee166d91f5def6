import { aliasesOf, type FieldName, fieldNamed, fieldNames, filterFields, isWords } from './fields.ts';
import { printFilter } from './print.ts';

/** A value of a field, and how many calls have it; null if that was not counted. */
export interface KnownValue {
  readonly value: string;
  readonly callCount: number | null;
  /** Words beside it, of a value that says nothing by itself. */
  readonly note?: string;
}

/** Values to complete with, most calls first. */
export interface Known {
  readonly users: readonly KnownValue[];
  readonly routes: readonly KnownValue[];
  readonly statuses: readonly KnownValue[];
  /** The groups of failed calls by their ids, with their messages. */
  readonly groups: readonly KnownValue[];
  /** Paths of payloads, as they are written behind `req` or `res`: `.recipient.age`. */
  readonly requestPaths: readonly KnownValue[];
  readonly responsePaths: readonly KnownValue[];
  /** Filters that were used lately, the latest first. */
  readonly recent: readonly string[];
}

/** A way to go on with a filter: the whole line after it is taken, and where the cursor stands then. */
export interface Completion {
  readonly label: string;
  /** Words beside it: the values that a field takes. */
  readonly note: string;
  readonly callCount: number | null;
  readonly text: string;
  readonly cursor: number;
}

/** The part of a line that a completion replaces, and what may stand there. */
interface Place {
  readonly from: number;
  readonly to: number;
  readonly typed: string;
}

// Of the word that the cursor stands behind, up to it.
const NAME = /^-?([^\s()",:]*)$/u;
const VALUE = /^-?([^\s()",:]+):(?:[^\s()",]*,|"(?:[^"\\]|\\.)*",)*("(?:[^"\\]|\\.)*|[^\s()",]*)$/su;
const PATH = /^-?(req|res)([.[][^\s():,]*)$/iu;

/** The ways to go on where the cursor stands: fields and recent filters where a word begins, values behind a colon, paths behind `req`. */
export function completionsAt(text: string, cursor: number, known: Known): readonly Completion[] {
  const before = text.slice(0, cursor);
  const { word, isQuoted } = lastWordOf(before);
  const [, payload, path = ''] = PATH.exec(word) ?? [];
  if (payload !== undefined && !isQuoted) return pathCompletions(text, placeOf(before, text, path), payload, known);
  const [, field, typedValue = ''] = VALUE.exec(word) ?? [];
  if (field !== undefined && isQuoted === typedValue.startsWith('"'))
    return valueCompletions(text, placeOf(before, text, typedValue), field, known);
  const [, name] = NAME.exec(word) ?? [];
  return name === undefined || isQuoted ? [] : wordCompletions(text, placeOf(before, text, name), known);
}

/** True if a word or a value is being typed that means something else as long as it is not whole: `us` of `user:`, `/api/` of `/api/predict`. */
export function isHalfTyped(text: string, cursor: number, known: Known): boolean {
  const { word } = lastWordOf(text.slice(0, cursor));
  return isFieldBegun(word) || isValueBegun(word, known);
}

function isValueBegun(word: string, known: Known): boolean {
  const [, name = '', typed = ''] = VALUE.exec(word) ?? [];
  const field = fieldNamed(name);
  if (
    typed === '' ||
    typed.includes('*') ||
    (field !== 'user' && field !== 'route' && field !== 'status' && field !== 'group')
  )
    return false;
  const values = valuesOf(field, known).map(({ value }) => value);
  const wanted = unquoted(typed);
  return !values.includes(wanted) && values.some((value) => value.startsWith(wanted));
}

function isFieldBegun(word: string): boolean {
  const [, name = ''] = NAME.exec(word) ?? [];
  return PATH.test(word) || (name !== '' && fieldsBegunBy(name).length > 0);
}

/** A filter without the word that the cursor stands in or behind. */
export function withoutWordAt(text: string, cursor: number): string {
  const { word } = lastWordOf(text.slice(0, cursor));
  const [rest = ''] = /^[^\s()]*/u.exec(text.slice(cursor)) ?? [];
  return `${text.slice(0, cursor - word.length)}${text.slice(cursor + rest.length)}`;
}

function fieldsBegunBy(typed: string): readonly FieldName[] {
  const wanted = typed.toLowerCase();
  return fieldNames.filter((field) => [field, ...aliasesOf(field)].some((name) => name.startsWith(wanted)));
}

function placeOf(before: string, text: string, typed: string): Place {
  const behind = text.slice(before.length);
  const [closed] = typed.startsWith('"') ? (/^[^"\\]*(?:\\.[^"\\]*)*"/su.exec(behind) ?? []) : [];
  const rest = closed ?? /^[^\s()",]*/u.exec(behind)?.[0] ?? '';
  return { from: before.length - typed.length, to: before.length + rest.length, typed };
}

/** The word that a text ends with, blanks in its quotes included, and whether its last quote is open. */
function lastWordOf(text: string): { readonly word: string; readonly isQuoted: boolean } {
  let start = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted && char === '\\') at += 1;
    else if (!isQuoted && /[\s()]/u.test(char)) start = at + 1;
  }
  return { word: text.slice(start), isQuoted };
}

function wordCompletions(text: string, place: Place, known: Known): readonly Completion[] {
  const fields = fieldsBegunBy(place.typed).map((field) =>
    completion(text, place, fieldWord(field), { label: fieldWord(field), note: filterFields[field].takes }),
  );
  if (text.trim() !== '') return fields;
  const recent = known.recent.map((filter) => completion(text, place, filter, { label: filter, note: 'recent' }));
  return [...recent.slice(0, 3), ...fields];
}

function fieldWord(field: FieldName): string {
  return field === 'req' || field === 'res' ? `${field}.` : `${field}:`;
}

function valueCompletions(text: string, place: Place, name: string, known: Known): readonly Completion[] {
  const field = fieldNamed(name);
  const values = field === undefined ? [] : valuesOf(field, known);
  return matching(values, unquoted(place.typed)).map(({ value, callCount, note }) =>
    completion(text, place, field === 'user' || field === 'route' ? quotedValue(field, value) : value, {
      label: note === undefined ? value : `${value}  ${note}`,
      callCount,
    }),
  );
}

function pathCompletions(text: string, place: Place, payload: string, known: Known): readonly Completion[] {
  const paths = payload.toLowerCase() === 'req' ? known.requestPaths : known.responsePaths;
  return matching(paths, place.typed).map(({ value, callCount }) =>
    completion(text, place, `${value}:`, { label: `${payload}${value}`, callCount }),
  );
}

function valuesOf(field: FieldName, known: Known): readonly KnownValue[] {
  switch (field) {
    case 'user':
      return known.users;
    case 'route':
      return known.routes;
    case 'status':
      return known.statuses;
    case 'is':
      return isWords.map((value) => ({ value, callCount: null }));
    case 'group':
      return known.groups;
    case 'ms':
    case 'time':
    case 'since':
    case 'until':
      return filterFields[field].examples.map((example) => ({
        value: example.slice(example.indexOf(':') + 1),
        callCount: null,
      }));
    default:
      return [];
  }
}

/** The values that begin with what was typed, then those that hold it, or whose words beside them do, ignoring case. */
function matching(values: readonly KnownValue[], typed: string): readonly KnownValue[] {
  const wanted = typed.toLowerCase();
  const begins = values.filter(({ value }) => value.toLowerCase().startsWith(wanted));
  const holds = values.filter(({ value, note = '' }) => {
    return `${value} ${note}`.toLowerCase().indexOf(wanted) > 0;
  });
  return [...begins, ...holds];
}

// As the printer writes it, so that blanks and stars of a name stay what they are.
function quotedValue(kind: 'user' | 'route', value: string): string {
  return printFilter({ kind, values: [{ is: 'text', text: value }] }).slice(kind.length + 1);
}

function unquoted(typed: string): string {
  return typed.startsWith('"') ? typed.slice(1).replace(/\\(.)/gsu, '$1') : typed;
}

function completion(
  text: string,
  { from, to }: Place,
  word: string,
  {
    label,
    note = '',
    callCount = null,
  }: { readonly label: string; readonly note?: string; readonly callCount?: number | null },
): Completion {
  return { label, note, callCount, text: text.slice(0, from) + word + text.slice(to), cursor: from + word.length };
}
