import type { PaletteUse } from '../../../files/palette-uses.ts';
import { CLASS_SCORE, scoreOf, type Wanted, wantedOf } from '../../../text/ranking.ts';
import { type PaletteEntry, paletteKinds } from './palette-entry.ts';

const dayMs = 86_400_000;
const mostBonus = 90;
const recentCount = 8;

/** An entry that matches, and how well. */
export interface RankedEntry {
  readonly entry: PaletteEntry;
  /** As in `text/ranking`; 0 where nothing is searched for. */
  readonly score: number;
}

/** Signs that ask for one kind alone when they are typed first. */
const signs: Readonly<Record<string, PaletteEntry['kind']>> = { '>': 'action', '@': 'user', '/': 'route' };

/** Typed text: the one kind that is asked for, and the name that is searched for. */
export interface PaletteQuery {
  readonly kind: PaletteEntry['kind'] | undefined;
  readonly text: string;
}

/** Reads what is typed. A sign alone is a sign; routes begin with the one that asks for them. */
export function readQuery(typed: string): PaletteQuery {
  const kind = signs[typed.slice(0, 1)];
  if (kind === undefined) return { kind, text: typed.trim() };
  return { kind, text: typed.slice(1).trim() };
}

/**
 * The entries that fit what is typed, the best first: by the class of the match, within a class first what works, by how well
 * it matches and how often and how lately it was used, then by kind, then the shorter; behind them the actions of other screens. Where
 * nothing is typed: those used lately, what works, and what does not.
 */
export function rankEntries(
  entries: readonly PaletteEntry[],
  { kind, text }: PaletteQuery,
  { uses, now }: { readonly uses: readonly PaletteUse[]; readonly now: Date },
): readonly RankedEntry[] {
  const asked = kind === undefined ? entries : entries.filter((entry) => entry.kind === kind);
  const wanted = wantedOf(text);
  if (wanted.text === '') return withoutQuery(asked, uses).map((entry) => ({ entry, score: 0 }));
  const bonuses = new Map(uses.map((use) => [use.id, bonusOf(use, now)]));
  return asked
    .map((entry) => ({ entry, score: bestScore(entry, wanted) }))
    .filter(({ score }) => score > 0)
    .map(({ entry, score }) => ({ entry, score, points: (score % CLASS_SCORE) + (bonuses.get(entry.id) ?? 0) }))
    .sort(
      (one, other) =>
        Number(one.entry.isElsewhere ?? false) - Number(other.entry.isElsewhere ?? false) ||
        classOf(other.score) - classOf(one.score) ||
        Number(one.entry.reason !== undefined) - Number(other.entry.reason !== undefined) ||
        other.points - one.points ||
        paletteKinds.indexOf(one.entry.kind) - paletteKinds.indexOf(other.entry.kind) ||
        one.entry.label.length - other.entry.label.length ||
        compareText(one.entry.label, other.entry.label),
    );
}

function bestScore({ label, also = [], key, command }: PaletteEntry, wanted: Wanted): number {
  const texts = [label, ...also, ...(command === undefined ? [] : [command])];
  const score = Math.max(...texts.map((text) => meantScore(text, wanted)));
  // A key is found by itself alone, and as it is written: `G` is not `g`.
  return key === wanted.typed ? Math.max(score, scoreOf(wanted.typed, wanted)) : score;
}

/** In a sentence any few letters stand somewhere in their order: where more is between them than speaks for them, it is chance. */
function meantScore(text: string, wanted: Wanted): number {
  const score = scoreOf(text, wanted);
  return score < 2 * CLASS_SCORE && text.includes(' ') && score % CLASS_SCORE < 100 ? 0 : score;
}

/** Points for being used: they halve in a week. */
function bonusOf({ count, lastAt }: PaletteUse, now: Date): number {
  const days = Math.max(0, now.getTime() - lastAt.getTime()) / dayMs;
  return Math.min(mostBonus, 60 * 2 ** (-days / 7) * Math.log2(1 + count));
}

function withoutQuery(entries: readonly PaletteEntry[], uses: readonly PaletteUse[]): readonly PaletteEntry[] {
  const recent = uses
    .flatMap(({ id }) => entries.find((entry) => entry.id === id && entry.reason === undefined) ?? [])
    .slice(0, recentCount);
  const others = entries.filter((entry) => !recent.includes(entry));
  const works = others.filter(({ reason }) => reason === undefined);
  return [...recent, ...works, ...others.filter(({ reason }) => reason !== undefined)];
}

function classOf(score: number): number {
  return Math.floor(score / CLASS_SCORE);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
