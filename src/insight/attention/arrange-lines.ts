import { type Aside, type AttentionKind, type AttentionLine, DANGERS } from '../../model/attention.ts';

const DAY_MS = 86_400_000;
// Half as much again is worse; less is chance.
const WORSE = 1.5;

const KINDS: readonly AttentionKind[] = [
  'silence',
  'group',
  'errors of many',
  'user errors',
  'slow route',
  'dead key',
  'cache failures',
  'growth',
  'never used',
  'idle',
];

/** Lines in the order of danger; of one danger by their kind, and the greatest of a kind first. */
export function arrangeLines(lines: readonly AttentionLine[]): readonly AttentionLine[] {
  return lines.toSorted(
    (one, other) =>
      DANGERS.indexOf(one.danger) - DANGERS.indexOf(other.danger) ||
      KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
      other.measure - one.measure ||
      (one.id < other.id ? -1 : 1),
  );
}

/** Tells whether a line that was set aside stays so: for a day, unless it got worse. */
export function staysAside(line: AttentionLine, aside: Aside | undefined, now: Date): boolean {
  if (aside === undefined || now.getTime() - aside.at.getTime() >= DAY_MS) return false;
  return DANGERS.indexOf(line.danger) >= DANGERS.indexOf(aside.danger) && line.measure < WORSE * aside.measure;
}
