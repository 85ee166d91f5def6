import { formatWindow } from '../../text/format.ts';
import { Painted, PaintedLines } from '../components/line.tsx';
import { noteRoom, Panel } from '../components/panel.tsx';
import type { HitPlace } from '../keys/mouse.ts';
import { type Segment, segmentsWidth } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';
import { columnForms } from './bucket-words.ts';
import { axisWidth } from './chart.tsx';
import { type ChartColumn, chartColumn, type ReadTimeline } from './chart-columns.ts';
import { bucketWord, type Measure, measureWords, TimelineChart, timelineWords } from './timeline-chart.tsx';

/** A panel with a chart over time, and in its upper edge what is under the cursor, else a note. */
export function TimelinePanel(props: {
  readonly timeline: ReadTimeline | undefined;
  /** The window before, where they are compared. */
  readonly before: ReadTimeline | undefined;
  readonly secondsPerBucket: number;
  readonly measure: Measure;
  readonly note: readonly Segment[];
  readonly column: number | null;
  readonly atColumn: ChartColumn | undefined;
  /** Answers a click on a column. */
  readonly onBar: (column: number) => void;
  readonly width: number;
  readonly height: number;
  readonly isUtc: boolean;
  readonly now: Date;
}) {
  const { timeline, before, secondsPerBucket, measure, note, column, atColumn, width, height, isUtc, now } = props;
  const { isSpoken } = useTheme();
  const words = measureWords[measure];
  const atBefore = before && column !== null ? chartColumn(before, width - 4 - axisWidth, column) : undefined;
  const bucket = bucketWord(secondsPerBucket);
  const titles = [`${words.title} per ${bucket}`, `${words.title}/${bucket}`] as const;
  const forms = atColumn ? columnForms(atColumn, measure, { utc: isUtc, now, before: atBefore }) : [];
  if (isSpoken) {
    const shown = { timeline, measure, isUtc, now };
    const at = forms[0] ?? [];
    return <SpokenTimeline title={titles[0]} note={note} {...shown} bar={at.map(({ text }) => text).join('')} />;
  }
  const heading = atColumn ? headingFor(titles, forms, width) : { title: titles[0], note };
  return (
    <Panel {...heading} width={width} height={height} onClick={clickedColumn(props.onBar)}>
      {timeline && (
        <TimelineChart
          timeline={timeline.buckets}
          secondsPerBucket={secondsPerBucket}
          measure={measure}
          width={width - 4}
          height={height - 2}
          isUtc={isUtc}
          hasTimeAxis={height >= 7}
          cursor={column}
          before={before?.buckets}
        />
      )}
    </Panel>
  );
}

/** The handler of clicks in a panel with a chart, told the column of the plot. */
export function clickedColumn(onColumn: (column: number) => void): (place: HitPlace) => void {
  return ({ x }) => onColumn(x - axisWidth);
}

/** A chart over time in a sentence, and what is under the cursor in another one. */
export function SpokenTimeline(props: {
  readonly title: string;
  readonly note: readonly Segment[];
  readonly timeline: ReadTimeline | undefined;
  readonly measure: Measure;
  readonly isUtc: boolean;
  readonly now: Date;
  readonly bar: string;
}) {
  const { title, note, timeline, measure, isUtc, now, bar } = props;
  if (timeline === undefined) return <Painted text={title} />;
  const { window, readAt, buckets, secondsPerBucket } = timeline;
  const hours = (readAt.getTime() - window.from.getTime()) / 3_600_000;
  const isLive = window.to === null || window.to >= readAt;
  const length = isLive ? `last ${formatWindow(Math.max(1, Math.round(hours)))}` : '';
  const about = [title, length, note.map(({ text }) => text).join('')].map((text) => text.trim()).filter(Boolean);
  const words = timelineWords({ timeline: buckets, secondsPerBucket, measure, isUtc, now });
  return <PaintedLines texts={[`${about.join('  ')}: ${words}`, bar === '' ? '' : `Selected bar: ${bar}`]} />;
}

/** Puts the value at the cursor beside the longest title that leaves room for it, otherwise in place of the title. */
export function headingFor(titles: readonly string[], forms: readonly (readonly Segment[])[], width: number) {
  for (const title of titles) {
    const note = forms.find((form) => segmentsWidth(form) <= noteRoom(title, width));
    if (note) return { title, note };
  }
  const words = forms.find((form) => segmentsWidth(form) <= width - 6) ?? forms.at(-1) ?? [];
  return { title: words.map(({ text }) => text).join('') };
}
