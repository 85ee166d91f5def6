import { formatCount } from './format.ts';
import { printable } from './printable.ts';
import { cellWidth, truncate } from './width.ts';

/** Cells that one name of a list takes at most. */
const LONGEST_NAME = 40;

/** Names one after the other, as many as so many cells have room for, and how many more there are: `acme-shop, client1 … and 7 more`. */
export function nameList(names: readonly string[], cells: number): string {
  let text = '';
  for (const [index, name] of names.entries()) {
    const longer = `${text}${index === 0 ? '' : ', '}${truncate(printable(name, LONGEST_NAME), LONGEST_NAME)}`;
    const rest = restOf(names.length - index - 1);
    if (index > 0 && cellWidth(longer + rest) > cells) return text + restOf(names.length - index);
    text = longer;
  }
  return text;
}

function restOf(count: number): string {
  return count === 0 ? '' : ` … and ${formatCount(count)} more`;
}
