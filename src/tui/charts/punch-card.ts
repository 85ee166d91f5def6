import { errorShareTone } from '../../columns/cells.ts';
import type { ErrorShareScale } from '../../model/settings.ts';
import type { TimelineBucket } from '../../model/statistics.ts';
import type { ChartStyle } from '../../text/area-chart.ts';
import { wallClock } from '../../text/dates.ts';
import { formatCount, formatShare } from '../../text/format.ts';
import type { Segment } from '../theme/segments.ts';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const HOURS = 24;
const HOUR_SECONDS = 3600;
const SIGNS: Readonly<Record<ChartStyle, string>> = { blocks: ' ·▪■█', ascii: ' .+#@' };

/** The calls of one hour of the week. */
export interface PunchCell {
  readonly callCount: number;
  readonly errorCount: number;
}

/** The calls of every hour of the week: days from Monday, each with 24 hours. */
export type PunchCard = readonly (readonly PunchCell[])[];

/** Returns the length of the buckets that the hours of a clock are made of: an hour, or a quarter where its hours begin between those of UTC. */
export function punchSeconds(now: Date, utc: boolean): number {
  const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
  return wallClock(hour, utc).minutes === 0 ? HOUR_SECONDS : HOUR_SECONDS / 4;
}

/** Adds up a timeline by the hours of the week, as the clock shows them. */
export function punchCard(timeline: readonly TimelineBucket[], utc: boolean): PunchCard {
  const days = WEEKDAYS.map(() => Array.from({ length: HOURS }, (): PunchCell => ({ callCount: 0, errorCount: 0 })));
  for (const { from, callCount, clientErrorCount, serverErrorCount } of timeline) {
    if (callCount === 0) continue;
    const { weekday, hours } = wallClock(from, utc);
    const day = days[(weekday + 6) % 7];
    const cell = day?.[hours];
    if (!day || !cell) continue;
    day[hours] = {
      callCount: cell.callCount + callCount,
      errorCount: cell.errorCount + clientErrorCount + serverErrorCount,
    };
  }
  return days;
}

/** Options for drawing a card: cells an hour, the scale of error shares, and the signs of the terminal. */
export interface PunchDrawing {
  readonly cellWidth: number;
  readonly scale: ErrorShareScale;
  readonly style: ChartStyle;
}

/** Draws the card: the sign tells the quartile among the hours with calls, the colour the share of errors. */
export function punchRows(card: PunchCard, drawing: PunchDrawing): readonly (readonly Segment[])[] {
  const counts = card
    .flat()
    .map(({ callCount }) => callCount)
    .filter((count) => count > 0)
    .sort((one, other) => one - other);
  const rows = card.map((day, at): Segment[] => [
    { text: `${WEEKDAYS[at]} `, tone: 'muted' },
    ...day.map((cell) => punchSegment(cell, counts, drawing)),
  ]);
  return [...rows, [{ text: hourAxis(drawing.cellWidth), tone: 'muted' }]];
}

/**
 * Tells the hour in which most calls failed, among those whose share of errors is raised, in its forms from the longest on:
 * `Tue 08 h 48.7 % errors`; none where there is no such hour.
 */
export function worstHour(card: PunchCard, scale: ErrorShareScale): readonly (readonly Segment[])[] {
  const hours = card.flatMap((cells, day) =>
    cells.map(({ callCount, errorCount }, hour) => {
      const name = `${WEEKDAYS[day]} ${String(hour).padStart(2, '0')} h`;
      return { callCount, errorCount, name, tone: errorShareTone(errorCount, callCount, scale) };
    }),
  );
  const raised = hours.filter(({ errorCount, tone }) => errorCount > 0 && tone !== 'muted');
  const most = Math.max(0, ...raised.map(({ errorCount }) => errorCount));
  const worst = raised.find(({ errorCount }) => errorCount === most);
  if (worst === undefined) return [];
  const text = `${worst.name} ${formatShare(worst.errorCount, worst.callCount)}`;
  return [`${text} errors`, text].map((form) => [{ text: form, tone: worst.tone }]);
}

/** The card in words, a day a line: `Tue: 1,234 calls, most at 08 h`. */
export function punchWords(card: PunchCard): readonly string[] {
  return card.map((cells, day) => {
    const counts = cells.map(({ callCount }) => callCount);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === 0) return `${WEEKDAYS[day]}: no calls`;
    const hour = counts.indexOf(Math.max(...counts));
    return `${WEEKDAYS[day]}: ${formatCount(total)} calls, most at ${String(hour).padStart(2, '0')} h`;
  });
}

function punchSegment(
  { callCount, errorCount }: PunchCell,
  counts: readonly number[],
  { cellWidth, scale, style }: PunchDrawing,
): Segment {
  const place = counts.findLastIndex((count) => count <= callCount) + 1;
  const quartile = callCount === 0 ? 0 : Math.ceil((4 * place) / counts.length);
  const tone = errorShareTone(errorCount, callCount, scale);
  return { text: SIGNS[style].charAt(quartile).padEnd(cellWidth), tone: tone === 'muted' ? 'chart' : tone };
}

function hourAxis(cellWidth: number): string {
  const labels = [0, 6, 12, 18].map((hour) =>
    String(hour)
      .padStart(2, '0')
      .padEnd(6 * cellWidth),
  );
  return `    ${labels.join('')}`;
}
