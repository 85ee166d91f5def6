import { Random } from './random.ts';
import type { Rhythm } from './rhythm.ts';
import { usernames } from './usernames.ts';

/** A user of the demo and how they use the API; times in seconds since 1970. */
export interface DemoUser {
  readonly id: number;
  readonly username: string;
  readonly apiKey: string;
  readonly isActive: boolean;
  readonly createdAt: number;
  /** Their part of the traffic while they are there, against that of the others. */
  readonly weight: number;
  readonly rhythm: Rhythm;
  readonly utcOffsetHours: number;
  /** Share of their calls that fail, from 0 to 1. */
  readonly errorShare: number;
  /** Time of the last call of a user who stopped calling; null for those who still call. */
  readonly lastCallAt: number | null;
}

/** Course of a user's traffic; most users are regular. */
type Fate = 'regular' | 'new' | 'quiet' | 'inactive' | 'never called';

const DAY_SECONDS = 86_400;
const KEY_BYTES = 32;

/** The users of a demo, in the order in which they were made, with ids from 1. */
export function demoUsers(seed: number, userCount: number, now: number): readonly DemoUser[] {
  const random = new Random(seed, 'users');
  const drafts = usernames(random, userCount).map((username, rank) => draftUser(random, username, rank, now));
  return drafts.sort((a, b) => a.createdAt - b.createdAt).map((draft, index) => ({ id: index + 1, ...draft }));
}

function draftUser(random: Random, username: string, rank: number, now: number): Omit<DemoUser, 'id'> {
  const fate = fateOf(rank);
  const createdAt = Math.floor(now - ageDays(random, fate) * DAY_SECONDS);
  const stoppedAt = Math.floor(now - random.between(2, 16) * DAY_SECONDS);
  const isGone = fate === 'quiet' || fate === 'inactive';
  return {
    username,
    apiKey: keyFrom(random),
    isActive: fate !== 'inactive',
    createdAt,
    weight: fate === 'never called' ? 0 : (rank + 2) ** -0.95,
    rhythm: rhythmOf(random, username, rank),
    // Most are in Europe; a name in Han or Hangul is at home in the Far East.
    utcOffsetHours: /\p{Script=Han}|\p{Script=Hangul}/u.test(username) ? 9 : random.pick([0, 1, 1, 1, 1, 2, 2, -5]),
    errorShare: rank % 11 === 8 ? random.between(0.12, 0.18) : random.between(0.004, 0.06),
    lastCallAt: isGone ? stoppedAt : null,
  };
}

// By place and not by chance, so that a demo of any seed has some of each.
function fateOf(rank: number): Fate {
  if (rank % 30 === 27) return 'never called';
  if (rank % 9 === 5) return 'inactive';
  if (rank % 7 === 3 && rank > 3) return 'quiet';
  return rank % 13 === 9 ? 'new' : 'regular';
}

function ageDays(random: Random, fate: Fate): number {
  if (fate === 'never called') return random.between(0.2, 4);
  return fate === 'new' ? random.between(0.8, 12) : random.between(35, 420);
}

function rhythmOf(random: Random, username: string, rank: number): Rhythm {
  if (/bot|crawler|engine/.test(username)) return 'robot';
  if (/agency|corporate|studio|labs/.test(username)) return 'office';
  // The busiest are shops, so that a demo on a Sunday is not a desert.
  return random.chance(0.8) || rank < 3 ? 'shop' : 'office';
}

function keyFrom(random: Random): string {
  return Buffer.from(Array.from({ length: KEY_BYTES }, () => random.below(256))).toString('base64url');
}
