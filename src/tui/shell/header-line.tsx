import { Box, Text } from 'ink';
import { formatCount } from '../../text/format.ts';
import { spoken } from '../../text/spoken.ts';
import { cellWidth, truncateStart } from '../../text/width.ts';
import { Line } from '../components/line.tsx';
import { Section } from '../components/section.tsx';
import type { DatabaseWord } from '../context/services.tsx';
import { type Segment, segmentsWidth } from '../theme/segments.ts';
import type { Tone } from '../theme/theme.ts';
import { useTheme } from '../theme/use-theme.ts';

/** A main screen's tab. */
export interface Tab {
  readonly key: string;
  readonly label: string;
  readonly isActive: boolean;
  /** Number of things on it that want to be looked at, 0 as long as none is known; with one, room for it is kept from the beginning. */
  readonly count?: number;
  readonly onClick?: () => void;
}

/** Tones of the colours that a word can have: those of the theme, which can be read on its background. */
const wordTones: Readonly<Record<DatabaseWord['color'], Tone>> = {
  red: 'bad',
  yellow: 'warn',
  green: 'good',
  blue: 'chart',
  magenta: 'second',
  cyan: 'accent',
};

/** The top line: the name, the screens with their numbers, the database, its badges, and the state of the data in words. */
export function Header(props: {
  readonly width: number;
  readonly tabs: readonly Tab[];
  /** Location of the database; its end says most, and stays when there is no room for the whole. */
  readonly database: string;
  /** Words that hold as long as the database is shown (`DEMO`). */
  readonly badges: readonly string[];
  /** The word that the config file has for the database. */
  readonly word?: DatabaseWord | null;
  /** The state, the most telling form first; the first one that fits is shown. */
  readonly status: readonly (readonly Segment[])[];
  /** True if a past window was chosen, to whose name that of the program gives way. */
  readonly isPinned?: boolean;
}) {
  const { width, tabs, database, status } = props;
  const { isSpoken } = useTheme();
  if (isSpoken) return <SpokenHeader {...props} />;
  const shortest = status.at(-1) ?? [];
  const badges = badgeSegments(props.word ?? null, props.badges);
  const fixedWidth = segmentsWidth(badges) + 3;
  const fits = (candidate: readonly Segment[], form: readonly Segment[]): boolean =>
    segmentsWidth(candidate) + segmentsWidth(form) + fixedWidth + 1 <= width;
  const nameOf = (width: number): Segment => ({ text: ' '.repeat(nameGap + Math.min(width, cellWidth(database))) });
  // The program's name goes by the width and the database alone unless a window was chosen, and the room of a number is kept: tabs
  // that move by themselves would be clicked in their old places.
  const all = tabSegments(tabs, 'all');
  const widest = (name: number, state: readonly Segment[]): readonly Segment[] | undefined =>
    brands.find((form) => fits([...form, ...all, nameOf(name)], state));
  const told = props.isPinned ? shortestTelling(status) : usualState;
  const brand = widest(tellingNameWidth, told) ?? widest(leastNameWidth, props.isPinned ? told : leastState) ?? [];
  const shorter = labelForms.map((labels) => tabSegments(tabs, labels));
  const left = [[...brand, ...all], ...shorter].find((form) => fits(form, shortest)) ?? shorter.at(-1) ?? [];
  const room = width - segmentsWidth(left) - fixedWidth;
  const { name, state } = shareRoom(database, status, room);
  const named: readonly Segment[] = name ? [{ text: name, tone: 'muted' }, { text: ' '.repeat(nameGap) }] : [];
  return <Line width={width} left={left} right={[...named, ...badges, ...state, { text: ' ' }]} yields="left" />;
}

/** Database and the state of its data; the screen is named by its own title. */
function SpokenHeader({ tabs, database, badges, word, status }: Parameters<typeof Header>[0]) {
  const [form = []] = status;
  // A tab with a number asks to be looked at.
  const counted = tabs.flatMap(({ key, label, count }) => {
    if (count === undefined || count === 0) return [];
    const things = count === 1 ? `1 thing; ${key} shows it` : `${formatCount(count)} things; ${key} shows them`;
    return [`${label}: ${things}.`];
  });
  // The words of a state without its numbers: how long it has lasted is no news.
  const state = (form[0]?.text ?? '').replace(/[\d.,:–]+(?: (?:ms|s|min|h|d)\b)?/g, '');
  return (
    <Box flexDirection="column">
      <Section kind="state" id={[spoken(state), ...counted].join(' ')} />
      <Text>R reads the whole screen again, ? lists all keys.</Text>
      <Text>{`Database: ${[database, ...(word ? [word.text] : []), ...badges].join(', ')}`}</Text>
      <Text>{`Data: ${spoken(form.map(({ text }) => text).join(''))}`}</Text>
      {counted.length > 0 && <Text>{counted.join(' ')}</Text>}
    </Box>
  );
}

/** The word of a database in its colour, and its badges, each with a gap behind it. */
export function badgeSegments(word: DatabaseWord | null, badges: readonly string[]): readonly Segment[] {
  return [
    // Inverse, so that it stands out without colours, too.
    ...(word
      ? [{ text: ` ${word.text} `, tone: wordTones[word.color], bold: true, inverse: true }, { text: '  ' }]
      : []),
    ...badges.flatMap((text): Segment[] => [{ text, tone: 'warn', bold: true }, { text: '  ' }]),
  ];
}

const brands: readonly (readonly Segment[])[] = ['◆ presents  ', '◆ '].map((text) => [
  { text: ' ' },
  { text, tone: 'accent', bold: true },
]);
const nameGap = 3;
/** As wide as a live state usually is with the age of the newest call, and as it is at least. */
const usualState: readonly Segment[] = [{ text: '● live · call 59 s ago' }];
const leastState: readonly Segment[] = [{ text: '● live' }];
/** So much of the end of a path tells which file it is; below the least of it nothing is told. */
const tellingNameWidth = 20;
const leastNameWidth = 8;

/** Shares the room between the state and the database, of whose name as much as fits is shown: which file it is matters more than the age of the newest call. */
function shareRoom(database: string, status: readonly (readonly Segment[])[], room: number) {
  const leftBy = (form: readonly Segment[]): number => room - segmentsWidth(form) - nameGap;
  const leaves = (width: number) => (form: readonly Segment[]) => leftBy(form) >= width && saysEnough(form, status);
  const state =
    status.find(leaves(cellWidth(database))) ??
    status.find(leaves(tellingNameWidth)) ??
    status.find(leaves(leastNameWidth)) ??
    status.find((form) => segmentsWidth(form) <= room) ??
    status.at(-1) ??
    [];
  return { name: leftBy(state) < leastNameWidth ? '' : truncateStart(database, leftBy(state)), state };
}

/** The shortest form that leaves out no more than muted text. */
function shortestTelling(status: readonly (readonly Segment[])[]): readonly Segment[] {
  return status.findLast((form) => saysEnough(form, status)) ?? [];
}

/** True when a form leaves out only muted text, as the age of the newest call; reasons, times and windows go last. */
function saysEnough(form: readonly Segment[], status: readonly (readonly Segment[])[]): boolean {
  const told = (segments: readonly Segment[] = []) =>
    segments.flatMap(({ text, tone }) => (tone === 'muted' ? [] : [text])).join('');
  return told(form) === told(status[0]);
}

/** Tabs that have their labels, the most first. */
const labelForms = ['all', 'active', 'none'] as const;
/** Room behind a label for a number and the space between it and the next tab. */
const numberWidth = 3;

function tabSegments(tabs: readonly Tab[], labels: (typeof labelForms)[number]): readonly Segment[] {
  return tabs.flatMap(({ key, label, isActive, count, onClick }): Segment[] => {
    const click = onClick && { onClick };
    const number = numberText(count);
    const isLabelled = labels === 'all' || (labels === 'active' && isActive);
    const end = ' '.repeat(isLabelled && count !== undefined ? numberWidth - number.length : 1);
    if (isActive) {
      const text = isLabelled ? ` ${key} ${label}${number}` : ` ${key}`;
      const look = { tone: 'accent', bold: true, selected: true } as const;
      return [{ text: text + end.slice(0, 1), ...look, ...click }, { text: end.slice(1) }];
    }
    if (!isLabelled) return [{ text: ` ${key} `, tone: number === '' ? 'muted' : 'warn', ...click }];
    return [
      { text: ` ${key} `, tone: 'muted', ...click },
      { text: label, tone: 'title', bold: false, ...click },
      { text: `${number}${end}`, tone: 'warn', bold: true, ...click },
    ];
  });
}

function numberText(count = 0): string {
  if (count === 0) return '';
  return count > 99 ? '99+' : ` ${count}`;
}
