import { isFilterAbout } from '../../../filter/edit.ts';
import type { Term } from '../../../filter/query.ts';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { termOf } from '../../context/use-filter.ts';

/** Tells whether ignored groups are left out: they are unless the filter is about them or about single groups. */
export function hidesIgnored(filter: string): boolean {
  return !isFilterAbout(filter, asksForIgnored);
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
