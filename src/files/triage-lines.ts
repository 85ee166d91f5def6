import { type GroupId, type GroupTriage, UNDECIDED } from '../model/error-group.ts';

/** Decisions by the groups that they are about. */
export type Decisions = ReadonlyMap<GroupId, GroupTriage>;

const MOST_GROUPS = 2_000;
const LONGEST_NOTE = 1_000;

/** Writes a change as a line. It begins with a line break, so that it does not go on with one that is half written. */
export function lineOf(id: GroupId, change: Partial<GroupTriage>): string {
  return `\n${JSON.stringify({ group: id, ...change })}\n`;
}

/** Writes decisions as lines. */
export function linesOf(decisions: Decisions): string {
  return [...decisions].map(([id, triage]) => lineOf(id, triage)).join('');
}

/** Reads lines one after the other. One that is not a decision is left out, and the oldest of too many are. */
export function readLines(text: string): Decisions {
  const decisions = new Map<GroupId, GroupTriage>();
  for (const line of text.split('\n')) {
    const [id, change] = read(line) ?? [];
    if (id === undefined) continue;
    const triage = { ...(decisions.get(id) ?? UNDECIDED), ...change };
    decisions.delete(id);
    if (triage.resolvedAt !== null || triage.ignoredAt !== null || triage.note !== '') decisions.set(id, triage);
  }
  return new Map([...decisions].slice(-MOST_GROUPS));
}

function read(line: string): readonly [GroupId, Partial<GroupTriage>] | undefined {
  const { group, resolvedAt, ignoredAt, note } = parse(line);
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

function parse(line: string): Readonly<Record<string, unknown>> {
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
  return line.includes('"group"') && line.trimEnd().endsWith('}');
}

function isTime(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}

function timeOf(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
