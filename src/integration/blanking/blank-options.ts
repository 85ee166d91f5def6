import { isRegExp } from 'node:util/types';
import { type Check, listOf, must } from '../../store/checks/options.ts';
import { pathOf } from './blank-path.ts';

/** Options for what is blanked besides what always is. */
export interface BlankOptions {
  /**
   * More secrets in payloads, queries, records, routes and errors. A name (`recipientName`) is a field wherever it is, in any
   * spelling; a path (`recipient.address`, `items[].price`, `items.*.price`) leads from the top of a payload; of a RegExp, all that
   * matches in any text is blanked, whatever its flags `g` and `y` are.
   */
  readonly blank?: readonly (string | RegExp)[];
  /**
   * Asked for each value of a payload, query or record, whatever it holds, with the names that lead to it; what it returns true
   * for is blanked. It must be quick. One that throws has the value blanked, and `onError` is told.
   */
  readonly blankValue?: (path: readonly string[], value: unknown) => boolean;
}

const ENTRY = must<string | RegExp>(
  'a name, a path as recipient.address or items[].price, or a RegExp',
  (entry) => isRegExp(entry) || (typeof entry === 'string' && pathOf(entry) !== undefined),
);

/** Checks the entries of `blank`, and names the first that is none. */
export const blankEntries: Check<readonly (string | RegExp)[]> = listOf(ENTRY, 'a list of names, paths and RegExps');
