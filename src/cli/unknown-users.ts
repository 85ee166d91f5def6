import { termsOf } from '../filter/combine.ts';
import type { Term } from '../filter/query.ts';
import type { Store } from '../store/store.ts';
import { nearest } from '../text/nearest.ts';
import { printable } from '../text/printable.ts';
import { truncate } from '../text/width.ts';
import type { Context } from './context.ts';
import { narrate } from './print/print.ts';
import type { Where } from './where.ts';

/** More of them are not told. */
const MOST = 3;
/** Cells of a name that are shown. */
const LONGEST = 64;

/** Says to a person whom nothing was found for which users of the filter do not exist, and who was probably meant. */
export async function narrateUnknownUsers(context: Context, store: Store, where: Where | undefined): Promise<void> {
  if (context.format !== 'text' || where === undefined) return;
  const named = [...new Set(termsOf(where.query).flatMap(usersIn))];
  if (named.length === 0) return;
  const known = (await store.users.list()).map(({ username }) => username);
  for (const name of named.filter((one) => !known.includes(one)).slice(0, MOST)) {
    const meant = nearest(name, known);
    const hint = meant === undefined ? '' : ` Did you mean “${printable(meant)}”?`;
    narrate(context, `There is no user “${truncate(printable(name, LONGEST), LONGEST)}”.${hint}`, 'warn');
  }
}

function usersIn(term: Term): readonly string[] {
  return term.kind === 'user' ? term.values.flatMap((test) => (test.is === 'text' ? test.text : [])) : [];
}
