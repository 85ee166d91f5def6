import type { Reader } from '../../filter/civil-time.ts';
import { withoutField, withTerm } from '../../filter/edit.ts';
import type { Term } from '../../filter/query.ts';
import type { Opening } from './route.ts';
import { shownWindow } from './shown-window.ts';
import type { WindowChoice } from './window-choice.ts';
import { pinnedTo, wholeSecond, windowOf } from './windows.ts';

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
  const span = terms.map(spanOf).find((found) => found !== undefined);
  const others = terms.filter((term) => spanOf(term) === undefined);
  const start = span ? withoutField(view.filter, 'time') : view.filter;
  const filter = others.reduce((text, term) => withTerm(text, term, 'only'), start);
  const window = span ?? view.window;
  return { filter, window, isSpan: others.length === 0 && window.endsAt !== null };
}

/** The window of a condition on the time: as such it is shorter to say than in a filter. */
function spanOf(term: Term): WindowChoice | undefined {
  const [test, another] = term.kind === 'time' ? term.values : [];
  if (test?.from?.at !== 'instant' || test.to?.at !== 'instant' || another !== undefined) return undefined;
  return pinnedTo(new Date(test.from.ms), new Date(test.to.ms));
}

/** The screen of an answer: a live window stands still, so that the answer is about the calls that were there when it was asked for. */
export function whyOpening({ filter, window, isSpan }: WhySubject, reader: Reader): Opening<'why'> {
  const shown = shownWindow({ filter, window }, reader);
  const { from } = windowOf(shown, reader.now);
  const end = shown.endsAt === null || shown.endsAt > reader.now ? wholeSecond(reader.now) : shown.endsAt;
  const pinned = pinnedTo(from, end);
  // A time in the filter that counts back from now goes on with it.
  const isCountedBack = shown !== window && shown.endsAt === null;
  const args = { by: isSpan || isCountedBack ? 'time' : 'filter' };
  return { screen: 'why', args, filter: isCountedBack ? withoutField(filter, 'time') : filter, window: pinned };
}
