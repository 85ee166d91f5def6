/** A document of JSON, written oddly, that remembers where each value stands. */
export interface OddDocument {
  readonly text: string;
  readonly values: readonly OddValue[];
}

/** A value in a document: the steps that lead to it, numbers for those into lists, and where it is written. */
export interface OddValue {
  readonly path: readonly (string | number)[];
  readonly start: number;
  readonly end: number;
  /** What it is, if it holds no others. */
  readonly leaf: string | undefined;
}

const NAMES = ['a', 'b', 'c', 'unit price', 'x-y', 'ünit', 'e.f'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Writes a random document in which no value begins like another. */
export function oddDocument(random: () => number): OddDocument {
  const values: OddValue[] = [];
  let [text, leaves] = ['', 0];
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const blank = () => pick(['', '', '', ' ', '\n\t', '  ']);
  const escaped = (content: string) =>
    `"${Array.from(content, (letter) => (random() < 0.1 ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}` : letter)).join('')}"`;
  const leaf = () => {
    leaves += 1;
    const mark = `${LETTERS[leaves % 26]}${LETTERS[Math.floor(leaves / 26) % 26]}`;
    const content = pick<() => string>([
      () => `${mark}${random().toString(36).slice(2, 9)}`,
      () => `${mark}é \\/ ${mark}`,
      () => `${100 + leaves}${Math.floor(random() * 1e12)}`,
      () => `${100 + leaves}.50`,
    ])();
    const written = /^[\d.]+$/.test(content) ? content : escaped(content).replaceAll('\\\\u', '\\u');
    return { content, written: /\\\//.test(content) ? `"${content}"` : written };
  };
  const write = (path: readonly (string | number)[], depth: number): void => {
    const place = values.length;
    const start = text.length;
    values.push({ path, start, end: start, leaf: undefined });
    let content: string | undefined;
    const kind = depth === 0 ? 0 : Math.floor(random() * 3) + (depth === 4 ? 1 : 0);
    if (kind === 0) {
      const one = leaf();
      content = one.content;
      text += one.written;
    } else {
      const isList = kind === 1;
      text += isList ? '[' : '{';
      const names = isList ? [0, 1, 2] : NAMES;
      const chosen = names.filter(() => random() < 0.5);
      for (const [index, name] of chosen.entries()) {
        text += `${index === 0 ? '' : ','}${blank()}`;
        if (!isList) text += `${escaped(String(name))}${blank()}:${blank()}`;
        write([...path, isList ? index : name], depth - 1);
        text += blank();
      }
      text += isList ? ']' : '}';
    }
    values[place] = { path, start, end: text.length, leaf: content };
  };
  write([], 4);
  return { text, values };
}
