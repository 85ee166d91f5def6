import type { BoundTerm, Contains } from '../../../filter/bound-query.ts';
import type { NumberTest, TextTest } from '../../../filter/query.ts';
import { isAsciiTest } from '../../../filter/text-match.ts';
import { termText } from '../file/functions.ts';

/** Binds a value to a statement and returns the name of its parameter. */
export type Binder = (value: string | number) => string;

/** A term about text. */
export type TextTerm = Extract<BoundTerm, { readonly kind: 'route' | 'message' | 'body' }>;

/** Comparison of text. */
interface TextComparison {
  readonly bind: Binder;
  readonly ignoresCase: boolean;
}

/** Writes a test of a column's text. What SQLite would compare in another way than JavaScript goes to that. */
export function textSql(column: string, term: TextTerm, { bind, ignoresCase }: TextComparison): string {
  const { test } = term;
  if (test.is === 'present') return `typeof(${column}) = 'text'`;
  // With a plus no index of the column is used: that of the routes has the calls of all times, where a window is asked for.
  if (test.is === 'text' && !ignoresCase) return `+${column} IS ${bind(test.text)}`;
  if (ignoresCase && !isAsciiTest(test)) return casesSql(column, term, { bind });
  const native = ignoresCase ? likeSql(column, test, bind) : globSql(column, test, bind);
  return casesSql(column, term, { bind, native: `WHEN ${isWhole(column)} THEN ${native}` });
}

/** Writes a test of text in a stored payload, as it stands or with JSON's escapes resolved, ignoring case. */
export function bodySql(column: string, term: TextTerm, bind: Binder): string {
  const { test } = term;
  if (test.is === 'present') return `typeof(${column}) = 'text'`;
  if (!isAsciiTest(test)) return casesSql(column, term, { bind });
  // What is found needs no second look, and most texts have neither escapes nor null bytes: GLOB sees that faster than instr.
  const mayHideMore = `${column} GLOB '*\\*' OR NOT ${isWhole(column)}`;
  return `CASE WHEN ${likeSql(column, test, bind)} THEN typeof(${column}) = 'text'
    WHEN ${mayHideMore} THEN typeof(${column}) = 'text' AND ${fitsSql(column, term, bind)} ELSE false END`;
}

function casesSql(
  column: string,
  term: TextTerm,
  { bind, native = '' }: { readonly bind: Binder; readonly native?: string },
): string {
  return `CASE WHEN typeof(${column}) <> 'text' THEN false ${native} ELSE ${fitsSql(column, term, bind)} END`;
}

/** The text holds no null byte, as is seen at a glance where all its letters are of one byte. */
function isWhole(column: string): string {
  return `(length(${column}) = octet_length(${column}) OR instr(${column}, char(0)) = 0)`;
}

/** Writes a term as a test in JavaScript of the value that it looks at. */
export function fitsSql(value: string, term: BoundTerm, bind: Binder): string {
  return `fits_term(${bind(termText(term))}, ${value})`;
}

/** Writes a test of a number; the expression is NULL if there is none. */
export function numberSql(value: string, test: NumberTest, bind: Binder): string {
  if (test.is !== 'range') return `${value} IS ${test.is === 'present' ? 'NOT ' : ''}NULL`;
  return `coalesce(${rangeSql(value, test, bind)}, false)`;
}

/** Writes a range of a value that is a number. */
export function rangeSql(
  value: string,
  { from, to, isFromOpen, isToOpen }: Extract<NumberTest, { readonly is: 'range' }>,
  bind: Binder,
): string {
  const tests: string[] = [];
  if (from > -Infinity) tests.push(`${value} ${isFromOpen ? '>' : '>='} ${bind(from)}`);
  if (to < Infinity) tests.push(`${value} ${isToOpen ? '<' : '<='} ${bind(to)}`);
  return tests.length === 0 ? `${value} IS NOT NULL` : tests.join(' AND ');
}

type LetterTest = Exclude<TextTest | Contains, { readonly is: 'present' }>;

// For SQLite a null byte ends a pattern, and text that is compared with one; see `isWhole`.
function likeSql(column: string, test: LetterTest, bind: Binder): string {
  const pattern = likePattern(test);
  return pattern.includes('\0') ? 'false' : `${column} LIKE ${bind(pattern)} ESCAPE '\\'`;
}

function globSql(column: string, test: LetterTest, bind: Binder): string {
  const pattern = globPattern(test);
  return pattern.includes('\0') ? 'false' : `${column} GLOB ${bind(pattern)}`;
}

function likePattern(test: LetterTest): string {
  const literal = (text: string) => text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&');
  if (test.is === 'contains') return `%${literal(test.text)}%`;
  return test.is === 'text' ? literal(test.text) : test.parts.map(literal).join('%');
}

function globPattern(test: LetterTest): string {
  const literal = (text: string) => text.replaceAll(/[[?*]/g, '[$&]');
  if (test.is === 'contains') return `*${literal(test.text)}*`;
  return test.is === 'text' ? literal(test.text) : test.parts.map(literal).join('*');
}
