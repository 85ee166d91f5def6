import { cellWidth } from '../../text/width.ts';
import { type Segment, segmentsWidth } from '../segments.ts';
import { Line } from './line.tsx';

/** A main screen's tab. */
export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly isActive: boolean;
}

/** The top line: the name, the screens with their numbers, the database, and the state of the data in words. */
export function Header(props: {
  readonly width: number;
  readonly tabs: readonly Tab[];
  readonly database: string;
  /** The state, the most telling form first; the first one that fits is shown. */
  readonly status: readonly (readonly Segment[])[];
}) {
  const { width, tabs, database, status } = props;
  const shortest = status.at(-1) ?? [];
  const brand: Segment[] = [{ text: ' ' }, { text: '◆ presents', tone: 'accent', bold: true }, { text: '  ' }];
  const left =
    [[...brand, ...tabSegments(tabs, 'all')], tabSegments(tabs, 'all'), tabSegments(tabs, 'active')].find(
      (candidate) => segmentsWidth(candidate) + segmentsWidth(shortest) + 4 <= width,
    ) ?? tabSegments(tabs, 'active');
  const room = width - segmentsWidth(left) - 3;
  const state = status.find((candidate) => segmentsWidth(candidate) <= room) ?? shortest;
  const named: readonly Segment[] = [{ text: database, tone: 'muted' }, { text: '   ' }, ...state];
  const right = cellWidth(database) + 3 + segmentsWidth(state) <= room ? named : state;
  return <Line width={width} left={left} right={[...right, { text: ' ' }]} yields="left" />;
}

function tabSegments(tabs: readonly Tab[], labels: 'all' | 'active'): readonly Segment[] {
  return tabs.flatMap(({ key, label, isActive }): Segment[] => {
    if (isActive) return [{ text: ` ${key} ${label} `, tone: 'accent', bold: true, selected: true }];
    if (labels === 'active') return [{ text: ` ${key} `, tone: 'muted' }];
    return [
      { text: ` ${key} `, tone: 'muted' },
      { text: `${label} `, tone: 'title', bold: false },
    ];
  });
}
