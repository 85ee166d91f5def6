import type { StoreFunction } from '../store-of.ts';

// What is looked up and put together in about a millisecond.
const FEW = 50;
const LITTLE_TEXT = 65_536;

/** A function of a list, its first argument: `few` answers for one that is short, `many` for one of many entries or of much text. */
export function bySize(few: StoreFunction, many: StoreFunction): StoreFunction {
  return (...args) => {
    const [list] = args;
    const isShort = Array.isArray(list) && list.length <= FEW && textOf(list) <= LITTLE_TEXT;
    return (isShort ? few : many)(...args);
  };
}

/** The length of all texts in a list and in the fields of its entries. */
function textOf(list: readonly unknown[]): number {
  const texts = list.flatMap((entry) => (typeof entry === 'object' ? Object.values(entry ?? {}) : [entry]));
  return texts.reduce<number>((sum, text) => sum + (typeof text === 'string' ? text.length : 0), 0);
}
