import type { FilteredWhyLine } from '../model/call-why.ts';
import { defaultThresholds } from '../model/settings.ts';
import type { Share, WhyFact } from '../model/why.ts';
import { bar } from '../text/chart.ts';
import { formatCompact, formatShare } from '../text/format.ts';
import { factWords } from '../text/why-words.ts';
import type { CellContext, Column, Tone } from './column.ts';

const BAR_MAX_WIDTH = 20;
const FOR_CSV: CellContext = {
  now: new Date(0),
  utc: true,
  style: 'ascii',
  errorShare: defaultThresholds.errorShare,
};

/** The facts of a line as a person says them. */
export function whyLineWords({ facts }: Pick<FilteredWhyLine, 'facts'>, context: CellContext): string {
  return facts.map((fact) => factWords(fact, context)).join(' and ');
}

/** The facts that mostly hold for the same calls: users and routes first, which people ask for. */
export function alsoWords({ facts, also }: FilteredWhyLine, context: CellContext): string {
  // Of two facts that hold together, each alone may be among them.
  const said = new Set(facts.map((fact) => factWords(fact, context)));
  const rankOf = ({ kind }: WhyFact) => (kind === 'user' ? 0 : kind === 'route' ? 1 : 2);
  const words = also.toSorted((one, other) => rankOf(one) - rankOf(other)).map((fact) => factWords(fact, context));
  return words.filter((word) => !said.has(word)).join(', ');
}

/** Facts that are missing here, with its shares here and elsewhere: `status 200 (20.1 % / 95.3 %)`. */
export function missingWords(missing: readonly FilteredWhyLine[], context: CellContext): string {
  return missing
    .map((line) => {
      const shares = [line.here, line.elsewhere].map(({ share }) => formatShare(share, 1));
      return `${whyLineWords(line, context)} (${shares.join(' / ')})`;
    })
    .join(', ');
}

/** Lift of a line: how many times as common it is here as elsewhere, `79×`, or that it is only here. */
export function liftWords({ elsewhere, lift }: FilteredWhyLine): string {
  return elsewhere.count === 0 ? 'only here' : `${formatCompact(lift)}×`;
}

/** The columns of the ways in which some calls differ from others. */
export const whyColumns: readonly Column<FilteredWhyLine>[] = [
  {
    id: 'what',
    header: 'WHAT',
    align: 'left',
    minWidth: 14,
    maxWidth: 60,
    grow: 2,
    priority: 0,
    cell: (line, context) => ({ text: whyLineWords(line, context), tone: line.isEffect ? 'plain' : 'strong' }),
    value: (line) => line.filter ?? whyLineWords(line, FOR_CSV),
  },
  ...shareColumns({ id: 'here', header: 'HERE', tone: 'chart', of: ({ here }) => here, priority: 1 }),
  ...shareColumns({
    id: 'elsewhere',
    header: 'ELSEWHERE',
    tone: 'second',
    of: ({ elsewhere }) => elsewhere,
    priority: 2,
  }),
  {
    id: 'lift',
    header: 'LIFT',
    align: 'right',
    minWidth: 9,
    priority: 3,
    cell: (line) => ({ text: liftWords(line) }),
    value: ({ elsewhere, lift }) => (elsewhere.count === 0 ? null : lift),
  },
  {
    id: 'also',
    header: 'ALSO',
    align: 'left',
    minWidth: 20,
    maxWidth: 80,
    grow: 1,
    priority: 6,
    cell: (line, context) => ({ text: alsoWords(line, context), tone: 'muted' }),
    value: (line) => alsoWords(line, FOR_CSV),
  },
];

function shareColumns(share: {
  readonly id: string;
  readonly header: string;
  readonly tone: Tone;
  readonly priority: number;
  of(line: FilteredWhyLine): Share;
}): readonly Column<FilteredWhyLine>[] {
  const { id, header, tone, priority, of } = share;
  return [
    {
      id,
      header,
      align: 'right',
      minWidth: Math.max(7, header.length),
      priority,
      cell: (line) => ({ text: formatShare(of(line).share, 1), tone: 'plain' }),
      value: (line) => of(line).share,
    },
    {
      id: `${id}Bar`,
      header: '',
      align: 'left',
      minWidth: 6,
      maxWidth: BAR_MAX_WIDTH,
      grow: 1,
      priority: 4 + (id === 'here' ? 0 : 1),
      cell: (line, { style }, width) => ({
        text: bar(of(line).share, 1, Math.min(BAR_MAX_WIDTH, width), style),
        tone,
      }),
      value: () => null,
    },
  ];
}
