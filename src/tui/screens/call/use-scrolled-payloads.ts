import { useEffectEvent, useLayoutEffect, useReducer, useState } from 'react';
import { formatCount } from '../../../text/format.ts';
import { useServices } from '../../context/services.tsx';
import type { Segment } from '../../theme/segments.ts';
import { PayloadLines, payloadSegments, type TitledPayload } from './payload-lines.ts';

interface Place {
  readonly width: number;
  readonly height: number;
  /** Lines that stand above the payloads and scroll with them. */
  readonly above: readonly (readonly Segment[])[];
}

/** The line that is at the top at first, infinity for the end, and what is told of each other one that a key puts there. */
interface Scrolling {
  readonly top: number;
  readonly onScroll: (top: number) => void;
}

/** The lines that are on the screen, which of how many they are where they are not all, and what keys do. */
interface Scrolled {
  readonly lines: readonly (readonly Segment[])[];
  readonly place: string;
  readonly scroll: Readonly<Record<'down' | 'up' | 'pageDown' | 'pageUp' | 'first' | 'last', () => void>>;
}

/** Payload lines on the screen; `wanted` differs after a change of width, until they are laid out again. */
interface View {
  readonly shown: PayloadLines;
  readonly wanted: PayloadLines;
  readonly width: number;
  /** The first line, those above the payloads counted; infinity for the end, wherever that may be. */
  readonly top: number;
}

/**
 * Payloads as scrolled lines. They are laid out piece by piece beside the keys, the first screenful at once. At another width
 * the same text stays at the top, and until that is laid out the lines stay as they were.
 */
export function useScrolledPayloads(
  payloads: readonly TitledPayload[],
  { width, height, above }: Place,
  scrolling: Scrolling,
): Scrolled {
  const { clock } = useServices();
  const [kept, setView] = useState<View>(() => opened(payloads, width, scrolling.top));
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const view = followed(kept, { payloads, width, above: above.length });
  if (view !== kept) setView(view);
  const { shown, wanted } = view;
  const count = above.length + shown.lines.length;
  const lowest = Math.max(0, count - height);
  const top = Math.min(view.top, lowest);

  const isAwaited = useEffectEvent(() => {
    if (wanted.isComplete || (shown === wanted && count < top + height)) return true;
    return followed(view, { payloads, width, above: above.length }) !== view;
  });
  useLayoutEffect(() => {
    let stop = (): void => {};
    const goOn = (): void => {
      if (wanted.isComplete) return;
      stop = clock.after(0, () => {
        wanted.step();
        if (isAwaited()) redraw();
        goOn();
      });
    };
    goOn();
    return () => stop();
  }, [wanted, clock]);

  const scrollTo = (line: number): void => {
    setView({ ...view, top: line });
    scrolling.onScroll(line);
  };
  const scrollBy = (by: number): void => scrollTo(Math.max(0, Math.min(lowest, top + by)));
  const end = Math.min(count, top + height);
  const total = `${shown.isComplete ? '' : '≥ '}${formatCount(count)}`;
  return {
    lines: [
      ...above.slice(top, end),
      ...shown.lines.slice(Math.max(0, top - above.length), Math.max(0, end - above.length)).map(payloadSegments),
    ],
    place: count > height ? `${formatCount(top + 1)}–${formatCount(end)} of ${total} lines ` : '',
    scroll: {
      down: () => scrollBy(1),
      up: () => scrollBy(-1),
      pageDown: () => scrollBy(height - 1),
      pageUp: () => scrollBy(1 - height),
      first: () => scrollTo(0),
      last: () => scrollTo(Number.POSITIVE_INFINITY),
    },
  };
}

function opened(payloads: readonly TitledPayload[], width: number, top = 0): View {
  const lines = new PayloadLines(payloads, width);
  lines.step();
  return { shown: lines, wanted: lines, width, top };
}

interface Wanted {
  readonly payloads: readonly TitledPayload[];
  readonly width: number;
  readonly above: number;
}

/** The view as it is to be for these payloads and this width, the same one where nothing changed. */
function followed(view: View, { payloads, width, above }: Wanted): View {
  if (!isSame(view.wanted.payloads, payloads)) return { ...opened(payloads, width), top: view.top };
  const { wanted } = view.width === width ? view : opened(payloads, width);
  const { shown, top } = view;
  if (shown === wanted) return view;
  const place = shown.lines[top - above]?.place;
  const found = place && wanted.indexOf(place);
  if (place && found === undefined) return wanted === view.wanted ? view : { ...view, wanted, width };
  return { shown: wanted, wanted, width, top: found === undefined ? top : above + found };
}

function isSame(some: readonly TitledPayload[], others: readonly TitledPayload[]): boolean {
  return some.length === others.length && some.every((one, at) => isSamePayload(one, others[at]));
}

function isSamePayload(one: TitledPayload, other: TitledPayload | undefined): boolean {
  const [a, b] = [one.payload, other?.payload];
  if (!a || !b) return a === b;
  return a.byteCount === b.byteCount && a.isWhole === b.isWhole && a.text === b.text;
}
