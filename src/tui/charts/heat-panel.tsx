import { useMemo } from 'react';
import { formatCount, formatShare } from '../../text/format.ts';
import { msSpan } from '../../text/ms-span.ts';
import { PaintedLines } from '../components/line.tsx';
import { noteRoom, Panel } from '../components/panel.tsx';
import type { HitPlace } from '../keys/mouse.ts';
import { type Segment, segmentsWidth } from '../theme/segments.ts';
import { useTheme } from '../theme/use-theme.ts';
import { axisWidth, Chart } from './chart.tsx';
import { countArea, type Heat, type HeatArea, type HeatShare } from './heat.ts';
import { heatLabels, heatRows, rowOf } from './heat-rows.ts';
import { type HeatSpan, heatLegend, heatSpanForms } from './heat-words.ts';
import { headingFor } from './timeline-panel.tsx';

/** A heatmap that is shown: what was read of it, the selected cells, and how it is looked at. */
export interface ShownHeat {
  readonly heat: Heat | undefined;
  readonly area: HeatArea | null;
  readonly span: HeatSpan | undefined;
  readonly view: { readonly share: HeatShare; readonly hasLines: boolean };
}

const titles = ['Latency, ms', 'ms'] as const;

/** A panel with response times as a heatmap, and in its upper edge what is selected, else what the signs mean. */
export function HeatPanel(props: {
  readonly shown: ShownHeat;
  /** Answers a click on a cell; row 0 is the fastest. */
  readonly onCell: (column: number, row: number) => void;
  readonly width: number;
  readonly height: number;
  readonly isUtc: boolean;
  readonly now: Date;
}) {
  const { width, height, isUtc, now } = props;
  const { heat, area: selected, span, view } = props.shown;
  const { share, hasLines } = view;
  const theme = useTheme();
  const lineCount = plotLines(height);
  const plotWidth = width - 4 - axisWidth;
  const rows = useMemo(() => {
    if (!heat) return [];
    if (heat.rows.length === 0) return emptyRows(plotWidth, lineCount);
    return heatRows(theme, heat, { lineCount, share, hasLines, selected });
  }, [theme, heat, lineCount, plotWidth, share, hasLines, selected]);
  const forms = span ? heatSpanForms(span, { utc: isUtc, now }) : [];
  const legend = theme.isSpoken
    ? undefined
    : heatLegend(theme, share, hasLines).find((form) => segmentsWidth(form) <= noteRoom(titles[0], width));
  const heading = span ? headingFor(titles, forms, width) : { title: titles[0], note: legend ?? [] };
  const [first, last] = [heat?.columns[0], heat?.columns.at(-1)];
  const click = ({ x, y }: HitPlace): void => {
    if (heat && y < lineCount) props.onCell(x - axisWidth, rowOf(heat, lineCount, y));
  };
  return (
    <Panel {...heading} width={width} height={height} onClick={click}>
      {heat && theme.isSpoken && <PaintedLines texts={heatWords(heat)} />}
      {heat && (
        <Chart
          rows={rows}
          labels={heatLabels(heat, lineCount, selected)}
          width={width - 4}
          {...(lineCount < height - 2 && first && last && { time: { from: first.at.from, to: last.at.to, isUtc } })}
        />
      )}
    </Panel>
  );
}

/** The calls of each step of response times, over the whole window; the slowest first, as on the screen. */
function heatWords({ rows, columns, callCount }: Heat): readonly string[] {
  if (rows.length === 0) return ['No timed calls in this window.'];
  const all = { left: 0, right: columns.length - 1 };
  return rows
    .map(({ fromMs, toMs }, row) => {
      const { here } = countArea({ rows, columns, callCount, highest: 0 }, { ...all, bottom: row, top: row });
      return here === 0 ? '' : `${msSpan(fromMs, toMs)}: ${formatCount(here)} calls, ${formatShare(here, callCount)}`;
    })
    .filter((words) => words !== '')
    .reverse();
}

/** The lines of the plot in a panel of this height; a time axis is below them where there is room. */
export function plotLines(height: number): number {
  return Math.max(1, height - 2 - (height >= 7 ? 2 : 0));
}

/** Explains in the middle of an empty heatmap why nothing is drawn. */
function emptyRows(width: number, lineCount: number): readonly (readonly Segment[])[] {
  const words = ['No timed calls in this window', 'No timed calls', ''];
  const text = words.find(({ length }) => length <= width) ?? '';
  const middle = Math.floor((lineCount - 1) / 2);
  const line = text.padStart(Math.floor((width + text.length) / 2));
  return Array.from({ length: lineCount }, (_, at) => [
    { text: (at === middle ? line : '').padEnd(width), tone: 'muted' },
  ]);
}
