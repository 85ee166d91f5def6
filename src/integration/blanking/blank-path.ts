/** A step of a path: to the member or element of a name, to any of them, or to any element of a list. */
export type PathStep = Name | 'any' | 'element';

/** A name in the spelling of `plainName`, and the letters in which it was given. */
export interface Name {
  readonly name: string;
  readonly letters: string;
}

const STEP = /(?:^|(?!^)\.)(?:(\*)|([^.[\]"*]+)|"((?:[^"\\]|\\.)+)")|\[(?:(\*)|"((?:[^"\\]|\\.)+)"|([^\]["*]*))\]/gy;
// What a filter or another program calls the top of a payload.
const TOPS = new Set(['$', 'req', 'res', 'body']);

/**
 * The steps of a path as filters write it: `recipient.address`, `items[0].price`, `items[].price`, `"a.b".c`, and `*` for any name or
 * element; undefined if it is none.
 */
export function pathOf(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let end = 0;
  for (const match of text.matchAll(STEP)) {
    const [all, star, bare, quoted, starInside, quotedInside, inside] = match;
    end = match.index + all.length;
    const name = bare ?? unescaped(quoted ?? quotedInside) ?? inside;
    if (star !== undefined || starInside !== undefined) steps.push('any');
    else
      steps.push(
        name === undefined || name === '' ? 'element' : { name: plainName(name), letters: withoutMarks(name) },
      );
  }
  return end === text.length && steps.length > 0 ? steps : undefined;
}

/** The field that an entry of the options names, wherever it is, or the paths that it may mean; nothing if it is neither. */
export function entryOf(text: string): { readonly name?: Name; readonly paths?: readonly (readonly PathStep[])[] } {
  const path = pathOf(text) ?? [];
  const [first] = path;
  if (first === undefined) return {};
  const isName = path.length === 1 && typeof first === 'object' && !text.startsWith('[');
  return isName ? { name: first } : { paths: readingsOf(path) };
}

/** The last name that leads along a path; that of an element is in no text. */
export function lastNameOf(path: readonly PathStep[]): Name | undefined {
  return path.filter((step) => typeof step === 'object').findLast(({ name }) => !/^\d+$/.test(name));
}

/** A name in the spelling that all its spellings have in common: in small letters, without `-` and `_`. */
export function plainName(name: string): string {
  return withoutMarks(name.toLowerCase());
}

function withoutMarks(name: string): string {
  return name.replace(/[-_]/g, '') || name;
}

/** A path and what it is from the top of a payload, if it begins with a word for that, as `req`. */
function readingsOf(path: readonly PathStep[]): readonly (readonly PathStep[])[] {
  const [first, ...others] = path;
  const isTop = typeof first === 'object' && TOPS.has(first.name) && others.length > 0;
  return isTop ? [path, ...readingsOf(others)] : [path];
}

function unescaped(text: string | undefined): string | undefined {
  return text?.replace(/\\([\s\S])/g, '$1');
}
