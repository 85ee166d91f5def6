import { type Aside, DANGERS } from '../model/attention.ts';
import { type GroupId, type GroupTriage, UNDECIDED } from '../model/error-group.ts';

/** Decisions by the groups, and by the lines of Attention, that they are about. */
export interface Decisions {
  readonly groups: ReadonlyMap<GroupId, GroupTriage>;
  readonly asides: ReadonlyMap<string, Aside>;
}

/** No decisions. */
export const NO_DECISIONS: Decisions = { groups: new Map(), asides: new Map() };

const MOST_GROUPS = 2_000;
const MOST_ASIDES = 500;
const LONGEST_NOTE = 1_000;

/** Writes a change as a line. It begins with a line break, so that it does not go on with one that is half written. */
export function lineOf(id: GroupId, change: Partial<GroupTriage>): string {
  return `\n${JSON.stringify({ group: id, ...change })}\n`;
}

/** Writes the same about a line of Attention; null is that it was taken back. */
export function asideLineOf(line: string, aside: Aside | null): string {
  return `\n${JSON.stringify({ line, ...(aside ?? { at: null }) })}\n`;
}

/** Writes decisions as lines. */
export function linesOf({ groups, asides }: Decisions): string {
  const lines = [
    ...[...groups].map(([id, triage]) => lineOf(id, triage)),
    ...[...asides].map(([line, aside]) => asideLineOf(line, aside)),
  ];
  return lines.join('');
}

/** Reads lines one after the other. One that is not a decision is left out, and the oldest of too many are. */
export function readLines(text: string): Decisions {
  const groups = new Map<GroupId, GroupTriage>();
  const asides = new Map<string, Aside>();
  for (const line of text.split('\n')) {
    const fields = parse(line);
    if (typeof fields.line === 'string') takeAside(asides, fields.line, fields);
    const [id, change] = read(fields) ?? [];
    if (id === undefined) continue;
    const triage = { ...(groups.get(id) ?? UNDECIDED), ...change };
    groups.delete(id);
    if (triage.resolvedAt !== null || triage.ignoredAt !== null || triage.note !== '') groups.set(id, triage);
  }
  return {
    groups: new Map([...groups].slice(-MOST_GROUPS)),
    asides: new Map([...asides].slice(-MOST_ASIDES)),
  };
}

function takeAside(asides: Map<string, Aside>, line: string, { at, danger, measure }: Fields): void {
  if (!isTime(at)) return;
  asides.delete(line);
  const known = DANGERS.find((one) => one === danger);
  const time = timeOf(at);
  if (time !== null && known !== undefined && typeof measure === 'number') {
    asides.set(line, { at: time, danger: known, measure });
  }
}

type Fields = Readonly<Record<string, unknown>>;

function read({ group, resolvedAt, ignoredAt, note }: Fields): readonly [GroupId, Partial<GroupTriage>] | undefined {
  if (typeof group !== 'string' || !/^[0-9a-f]{8}$/.test(group)) return undefined;
  return [
    group,
    {
      ...(isTime(resolvedAt) && { resolvedAt: timeOf(resolvedAt) }),
      ...(isTime(ignoredAt) && { ignoredAt: timeOf(ignoredAt) }),
      ...(typeof note === 'string' && { note: note.slice(0, LONGEST_NOTE).toWellFormed() }),
    },
  ];
}

function parse(line: string): Fields {
  if (!mayBeDecision(line)) return {};
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Half written, or by somebody else.
    return {};
  }
}

/** A quick look, since a text that is no JSON takes long to be refused, and a damaged file may hold millions. */
function mayBeDecision(line: string): boolean {
  return (line.includes('"group"') || line.startsWith('{"line"')) && line.trimEnd().endsWith('}');
}

function isTime(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}

function timeOf(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
