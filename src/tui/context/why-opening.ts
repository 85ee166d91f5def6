import { withTerm } from '../../filter/edit.ts';
import type { Term } from '../../filter/query.ts';
import type { Opening } from './route.ts';
import { shownWindow } from './shown-window.ts';
import type { WindowChoice } from './window-choice.ts';

const MINUTE_MS = 60_000;

/** Calls that are asked about: their filter, their window, and whether they were chosen by their time. */
export interface WhySubject {
  readonly filter: string;
  readonly window: WindowChoice;
  readonly isSpan: boolean;
}

/** The calls of a view that fit some conditions, too; without conditions all of them. */
export function whyAbout(
  view: { readonly filter: string; readonly window: WindowChoice },
  terms: readonly Term[],
): WhySubject {
  const filter = terms.reduce((text, term) => withTerm(text, term, 'only'), view.filter);
  return { filter, window: view.window, isSpan: terms.length === 0 && view.window.endsAt !== null };
}

/** The screen of an answer: a live window stands still, so that the answer is about the calls that were there when it was asked for. */
export function whyOpening(
  { filter, window, isSpan }: WhySubject,
  reader: { readonly now: Date; readonly isUtc: boolean },
): Opening<'why'> {
  const { hours, endsAt } = shownWindow({ filter, window }, reader);
  const end = endsAt ?? new Date(Math.ceil(reader.now.getTime() / MINUTE_MS) * MINUTE_MS);
  return { screen: 'why', args: { by: isSpan ? 'time' : 'filter' }, filter, window: { hours, endsAt: end } };
}
