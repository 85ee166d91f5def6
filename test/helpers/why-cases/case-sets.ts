import { type CauseKind, planters } from './causes.ts';
import type { CaseParameters } from './make-case.ts';

/** Sets of cases by what they show. */
export interface CaseSets {
  /** 18 kinds: causes of some weight, and `time-all`, where all traffic rises. */
  readonly normal: readonly CaseParameters[];
  /** Causes of few calls among failures that are uneven by themselves. */
  readonly hard: readonly CaseParameters[];
  /** No cause at all. */
  readonly none: readonly CaseParameters[];
  /** No cause, in spans of traffic that comes in sessions. */
  readonly bursty: readonly CaseParameters[];
}

const PLANTED = Object.keys(planters) as readonly CauseKind[];
const KINDS = [...PLANTED, 'two', 'weak', 'status', 'time', 'time-all'] as const;
const BY_VALUE = ['error', 'slow', 'status'] as const;
const SELECTIONS = ['span', ...BY_VALUE] as const;

/** The cases from a seed on; `share` of 24 cases a kind, 12 hard ones, 156 without cause, 52 in bursty spans. */
export function caseSets(seed: number, share = 1): CaseSets {
  const count = (whole: number) => Math.max(1, Math.round(whole * share));
  const times = (whole: number) => Array.from({ length: count(whole) }, (_, index) => index);
  return {
    normal: KINDS.flatMap((kind, place) =>
      times(24).map((index) => normalCase(kind, index, seed + place * 100 + index)),
    ),
    hard: [...PLANTED, 'two' as const].flatMap((kind, place) =>
      times(12).map((index) => {
        const sel = BY_VALUE[index % 3] ?? 'error';
        return { seed: seed + 3000 + place * 100 + index, kind, sel, profile: 'demo' as const, hard: 1 as const };
      }),
    ),
    none: times(156).map((index) => {
      const sel = ([...BY_VALUE, 'random', 'span', 'span'] as const)[index % 6] ?? 'error';
      return { seed: seed + 5000 + index, kind: 'null', sel, profile: profileOf(index), burst: 0 };
    }),
    bursty: times(52).map((index) => {
      return { seed: seed + 6000 + index, kind: 'null', sel: 'span', profile: index % 2 ? 'tail' : 'demo', burst: 1 };
    }),
  };
}

function normalCase(kind: CaseParameters['kind'], index: number, seed: number): CaseParameters {
  const isSpan = kind === 'status' || kind === 'time-all';
  const [first, ...others] = SELECTIONS;
  const sel = isSpan ? first : kind === 'time' ? others[index % 3] : SELECTIONS[index % 4];
  return {
    seed,
    kind,
    sel: sel ?? first,
    profile: profileOf(Math.floor(index / 4)),
    burst: 0,
    ...(index % 2 === 1 ? { fast: 1 } : {}),
    ...(kind === 'weak' ? { weak: 1 } : {}),
  };
}

function profileOf(index: number): 'demo' | 'tail' {
  return index % 3 === 2 ? 'tail' : 'demo';
}
