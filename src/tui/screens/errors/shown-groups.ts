import { allOf, negated } from '../../../filter/combine.ts';
import { isFilterAbout } from '../../../filter/edit.ts';
import { parseFilter } from '../../../filter/parse.ts';
import { printFilter } from '../../../filter/print.ts';
import type { Query, Term } from '../../../filter/query.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { termOf } from '../../context/use-filter.ts';

/** Ignored groups are out of the list; one that has begun to rise since is not called ignored. */
const isShown: Query = negated({ kind: 'is', values: ['ignored'] });

/** The filter of the groups to list: without ignored ones, unless it is about them or about single groups. */
export function withoutIgnored(filter: string): string {
  const parsed = parseFilter(filter);
  if ('fault' in parsed || isFilterAbout(filter, asksForIgnored)) return filter;
  return printFilter(allOf([parsed.query, isShown]));
}

function asksForIgnored(term: Term): boolean {
  return term.kind === 'group' || (term.kind === 'is' && term.values.includes('ignored'));
}

/** Conditions that calls of a group fit. */
export function termsOfGroup({ id, topUser, topRoute, statusCode }: ErrorGroup): readonly Term[] {
  return [
    termOf.group(id),
    termOf.status(statusCode),
    ...(topRoute === '' ? [] : [termOf.route(topRoute)]),
    ...(topUser === '' ? [] : [termOf.user(topUser)]),
  ];
}
