import { attentionEvidence, attentionWords, BRIEF_TIME } from '../../../columns/attention.ts';
import { lookWords } from '../../../columns/attention-looks.ts';
import type { CellContext } from '../../../columns/column.ts';
import type { Attention } from '../../../model/attention.ts';
import { formatBriefInstant } from '../../../text/format.ts';
import { type Segment, wrapSegments } from '../../theme/segments.ts';
import type { ListedLine } from './attention-page.ts';

/** From these heights on there is room for the evidence of the selected line, for more of it, and for what was looked at. */
const evidenceHeight = 9;
const tallHeight = 12;
const lookHeight = 17;
/** Below this width both take a line more. */
const wide = 100;

/** Division of the screen's rows: the list, and two texts below it, each with a gap above. */
export interface AttentionLayout {
  readonly rows: number;
  readonly evidence: number;
  readonly looks: number;
}

/** The layout of a screen of this size; it does not depend on what is shown, so that nothing jumps. */
export function attentionLayout(width: number, height: number): AttentionLayout {
  const isWide = width >= wide;
  const evidence = height < evidenceHeight ? 0 : isWide || height < tallHeight ? 2 : 3;
  const looks = height < lookHeight ? 0 : isWide ? 3 : 4;
  const gaps = Number(evidence > 0) + Number(looks > 0);
  return { rows: Math.max(1, height - 3 - evidence - looks - gaps), evidence, looks };
}

/** The texts below the list. */
export function linesBelow(
  selected: ListedLine | undefined,
  attention: Attention | undefined,
  layout: AttentionLayout & { readonly width: number; readonly context: CellContext },
): readonly (readonly Segment[])[] {
  const { width, context } = layout;
  const evidence = selected ? wrapped(evidenceOf(selected, context), width) : [];
  const looks = (attention === undefined ? [] : lookWords(attention)).flatMap((text) =>
    wrapped([{ text, tone: 'muted' }], width),
  );
  return [...block(evidence, layout.evidence), ...block(looks, layout.looks)];
}

/** A gap and so many lines; where there are more, the last one says so. */
function block(lines: readonly (readonly Segment[])[], count: number): readonly (readonly Segment[])[] {
  if (count === 0) return [];
  const more: Segment = { text: '…', tone: 'muted' };
  const lineAt = (place: number): readonly Segment[] =>
    place === count - 1 && lines.length > count ? [...(lines[place] ?? []), more] : (lines[place] ?? []);
  return [[], ...Array.from({ length: count }, (_, place) => lineAt(place))];
}

/** The whole of a line that its row has no room for. */
function evidenceOf(line: ListedLine, context: CellContext): readonly Segment[] {
  const since = line.since === null ? '' : `since ${formatBriefInstant(line.since, context, BRIEF_TIME)} · `;
  const aside = line.isAside ? ' · set aside' : '';
  return [
    { text: `${attentionWords(line)}   ` },
    { text: `${since}${attentionEvidence(line, context)}${aside}`, tone: 'muted' },
  ];
}

function wrapped(segments: readonly Segment[], width: number): readonly (readonly Segment[])[] {
  return wrapSegments(segments, width - 2).map((line) => [{ text: ' ' }, ...line]);
}
