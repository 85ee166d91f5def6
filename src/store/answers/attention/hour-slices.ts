import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Window } from '../../../model/window.ts';

const HOUR_MS = 3_600_000;

/** A window that has an end. */
export interface ClosedWindow extends Window {
  readonly to: Date;
}

/** The window of so many hours that ends at a time. */
export function hoursUntil(to: Date, hours: number): ClosedWindow {
  return { from: new Date(to.getTime() - hours * HOUR_MS), to };
}

/** Cuts a window at every so many whole hours of the clock, the latest piece first. */
export function slicesOf({ from, to }: ClosedWindow, hours: number): readonly ClosedWindow[] {
  const lengthMs = hours * HOUR_MS;
  const slices: ClosedWindow[] = [];
  for (let end = to.getTime(); end > from.getTime(); ) {
    const begin = Math.max(from.getTime(), Math.ceil(end / lengthMs - 1) * lengthMs);
    slices.push({ from: new Date(begin), to: new Date(end) });
    end = begin;
  }
  return slices;
}

/** Asks about each of some things, a few at once, and hands over the answers in their order; others get their turn between. */
export async function* askEach<Thing, Answer>(
  things: readonly Thing[],
  atOnce: number,
  ask: (thing: Thing) => Promise<Answer>,
): AsyncGenerator<readonly [thing: Thing, answer: Answer], void> {
  for (let at = 0; at < things.length; at += atOnce) {
    const some = things.slice(at, at + atOnce);
    const answers = await Promise.all(some.map(ask));
    for (const [place, thing] of some.entries()) yield [thing, answers[place] as Answer];
    await nextTurn();
  }
}
