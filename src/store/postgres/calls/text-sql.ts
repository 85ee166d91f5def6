import type { Contains } from '../../../filter/bound-query.ts';
import type { TextTest } from '../../../filter/query.ts';
import { foldAll, foldAscii, isAsciiTest, literalOf } from '../../../filter/text-match.ts';
import { literalsOf } from '../../answers/user-names.ts';
import { variantsOf } from './case-variants.ts';

/** Binds a value to a statement and returns its place: `$3`. */
export type Binder = (value: unknown) => string;

/**
 * A condition on a call, true or false and never NULL. One that is not exact holds for more calls than fit, or, asked for the fewest,
 * for less: the evaluator decides about the others.
 */
export interface Condition {
  readonly sql: string;
  readonly isExact: boolean;
}

/** Comparison of text. */
interface TextComparison {
  readonly bind: Binder;
  readonly ignoresCase: boolean;
}

/** Writes a test of a column's text; undefined if SQL cannot decide it: half characters have no place there. */
export function textSql(
  column: string,
  test: TextTest | Contains,
  { bind, ignoresCase }: TextComparison,
): string | undefined {
  if (test.is === 'present') return `${column} IS NOT NULL`;
  const literals = literalsOf(test);
  // No column holds a null byte.
  if (literals.some((text) => text.includes('\0'))) return 'false';
  if (!literals.every((text) => text.isWellFormed())) return undefined;
  if (!ignoresCase) return compared(`${column} COLLATE "C"`, test, bind);
  if (isAsciiTest(test)) return compared(`lower(${column} COLLATE "C")`, mapText(test, foldAscii), bind);
  const folded = mapText(test, foldAll);
  return compared(foldedSql(column, literalOf(folded), bind), folded, bind);
}

/** Maps the letters of a test. */
function mapText<Test extends LetterTest>(test: Test, map: (text: string) => string): Test {
  return test.is === 'glob' ? { ...test, parts: test.parts.map(map) } : { ...test, text: map(test.text) };
}

type LetterTest = Exclude<TextTest | Contains, { readonly is: 'present' }>;

/** The column in lower case, as far as that makes one of some letters. */
function foldedSql(column: string, letters: string, bind: Binder): string {
  const { from, to, hasDottedI } = variantsOf(letters);
  const whole = hasDottedI ? `replace(${column}, ${bind('İ')}, ${bind('İ'.toLowerCase())})` : column;
  const lower = `lower(${whole} COLLATE "C")`;
  return from === '' ? lower : `translate(${lower}, ${bind(from)}, ${bind(to)})`;
}

function compared(value: string, test: LetterTest, bind: Binder): string {
  const isEqual = test.is === 'text' ? `${value} = ${bind(test.text)}` : `${value} LIKE ${bind(likePattern(test))}`;
  return `coalesce(${isEqual}, false)`;
}

function likePattern(test: Exclude<LetterTest, { readonly is: 'text' }>): string {
  const literal = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');
  return test.is === 'contains' ? `%${literal(test.text)}%` : test.parts.map(literal).join('%');
}
