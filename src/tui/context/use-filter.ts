import type { Reader } from '../../filter/civil-time.ts';
import { inZone, withoutField, withoutLastChip, withTerm } from '../../filter/edit.ts';
import { printTerm } from '../../filter/print.ts';
import type { Term } from '../../filter/query.ts';
import { isFailed } from '../../filter/stored-numbers.ts';
import { groupId } from '../../insight/fingerprint/fingerprint.ts';
import { LISTED_LETTERS } from '../../model/call.ts';
import type { GroupId } from '../../model/error-group.ts';
import { printable } from '../../text/printable.ts';
import { type KeyHandlers, type KeyReasons, useKeys } from '../keys/use-keys.ts';
import type { Choice } from './overlay.ts';
import type { View } from './route.ts';
import { useServices } from './services.tsx';
import { shownWindow } from './shown-window.ts';
import { type WhySubject, whyAbout, whyOpening } from './why-opening.ts';
import type { WindowChoice } from './window-choice.ts';
import { windowKey } from './windows.ts';

/** Time for which the log is read for one part of an answer: short enough to see it grow, and to stop it. */
export const patienceMs = 100;

/** The calls that a screen asks about: their filter for the store, their window, and a word that names both among others. */
export interface AskedCalls {
  readonly filter: string;
  readonly calls: { readonly filter?: string; readonly patienceMs?: number };
  /** The same for a list, whose filter may be empty. */
  readonly listed: { readonly filter: string; readonly patienceMs: number };
  readonly window: WindowChoice;
  readonly key: string;
}

/** The same filter for another window: without its times. */
export function withoutTime<Calls extends { readonly filter?: string }>(calls: Calls): Calls {
  return calls.filter === undefined ? calls : { ...calls, filter: withoutField(calls.filter, 'time') };
}

/** The filter of a view as the store takes it: civil times are those of the zone that is shown. */
export function askedFilter({ filter }: Pick<View, 'filter'>, reader: Reader): string {
  return reader.isUtc ? inZone(filter, reader) : filter;
}

/** The calls that a view shows. */
export function useAskedCalls(view: Pick<View, 'filter' | 'window'>, isUtc: boolean): AskedCalls {
  const { clock } = useServices();
  const reader = { now: clock.now(), isUtc };
  const window = shownWindow(view, reader);
  const filter = askedFilter(view, reader);
  return {
    filter,
    calls: filter === '' ? {} : { filter, patienceMs },
    listed: { filter, patienceMs },
    window,
    key: JSON.stringify([windowKey(window), filter]),
  };
}

/**
 * Answers the keys of the filter. `terms` are the conditions that the selection stands for, or why there are none; `why` are the
 * calls that it stands for, those that fit these conditions unless given.
 */
export function useFilterKeys(
  { view, isUtc, isActive }: { readonly view: View; readonly isUtc: boolean; readonly isActive: boolean },
  terms: () => readonly Term[] | string,
  why?: () => WhySubject,
): void {
  const { clock, dispatch } = useServices();
  const { filter } = view;
  const change = (text: string): void => dispatch({ type: 'view', change: { filter: text } });
  const handlers: KeyHandlers<'filtered'> = {
    filter: () => dispatch({ type: 'typing', isTyping: true }),
    dropPart: () => {
      change(withoutLastChip(filter));
    },
    why: () => {
      const subject = why?.() ?? subjectOf(view, terms());
      if (typeof subject === 'string') return subject;
      dispatch({ type: 'open', ...whyOpening(subject, { now: clock.now(), isUtc }) });
      return undefined;
    },
    narrow: () => {
      const found = terms();
      if (typeof found === 'string') return found;
      const choose = (text: string): void => {
        change(text);
        dispatch({ type: 'overlay', overlay: null });
      };
      dispatch({
        type: 'overlay',
        overlay: { kind: 'choice', choice: narrowing(filter, found, choose) },
      });
      return undefined;
    },
  };
  const found = terms();
  const reasons: KeyReasons<'filtered'> = {
    ...(typeof found === 'string' && { narrow: found, ...(!why && { why: found }) }),
    ...(filter === '' && { dropPart: 'There is no filter.' }),
  };
  useKeys('filtered', handlers, { isActive, reasons });
}

function subjectOf(view: View, terms: readonly Term[] | string): WhySubject | string {
  return typeof terms === 'string' ? terms : whyAbout(view, terms);
}

/** The choice between filters narrowed by one of some conditions, to it or to all others. */
export function narrowing(filter: string, terms: readonly Term[], choose: (filter: string) => void): Choice {
  const items = terms.flatMap((term) =>
    (['only', 'not'] as const).map((which) => ({
      id: withTerm(filter, term, which),
      label: `${which === 'only' ? 'only' : 'not '} ${printable(printTerm(term), 200)}`,
    })),
  );
  return { title: 'Filter', items, selectedId: '', choose };
}

/** Conditions that a call stands for. */
export function termsOfCall(call: {
  readonly username: string;
  readonly apiRoute: string;
  readonly statusCode: number | null;
  readonly errorMessage: string | null;
}): readonly Term[] {
  const { username, apiRoute, statusCode, errorMessage } = call;
  const terms = [termOf.user(username), termOf.route(apiRoute), termOf.status(statusCode)];
  return errorMessage ? [...terms, termOf.message(errorMessage)] : terms;
}

/** Conditions of calls like one: the group of a failed call, else its route. A list shows only the beginning of a long message, which does not tell the group. */
export function termsOfCallsLike(call: Parameters<typeof termsOfCall>[0]): readonly Term[] {
  const { apiRoute, statusCode, errorMessage } = call;
  if (statusCode === null || !isFailed(statusCode)) return [termOf.route(apiRoute)];
  if (errorMessage !== null && errorMessage.length >= LISTED_LETTERS)
    return [termOf.status(statusCode), termOf.route(apiRoute)];
  return [termOf.group(groupId({ statusCode, message: errorMessage, route: apiRoute }))];
}

/** Conditions that fit the calls of a record. */
export const termOf = {
  user: (username: string): Term => ({ kind: 'user', values: [{ is: 'text', text: username }] }),
  route: (route: string): Term => ({ kind: 'route', values: [{ is: 'text', text: route }] }),
  status: (status: number | null): Term => ({
    kind: 'status',
    values: [status === null ? { is: 'absent' } : rangeOf(status, status)],
  }),
  /** From one response time to below another: times are compared in whole microseconds. */
  ms: (from: number, below: number): Term => ({
    kind: 'ms',
    values: [rangeOf(from, Math.round(below * 1000 - 1) / 1000)],
  }),
  time: (from: Date, to: Date): Term => ({
    kind: 'time',
    values: [{ is: 'between', from: { at: 'instant', ms: from.getTime() }, to: { at: 'instant', ms: to.getTime() } }],
  }),
  group: (id: GroupId): Term => ({ kind: 'group', values: [{ is: 'group', prefix: id }] }),
  message: (message: string): Term => ({ kind: 'message', values: [{ is: 'text', text: message }] }),
  failed: (): Term => ({ kind: 'is', values: ['error'] }),
} as const;

function rangeOf(from: number, to: number) {
  return { is: 'range', from, to, isFromOpen: false, isToOpen: false } as const;
}
