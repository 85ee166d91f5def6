import { activity, epochHourOf } from './rhythm.ts';
import type { DemoUser } from './users.ts';
import { Weighted } from './weighted.ts';

const HOUR_SECONDS = 3600;

/** Users who call at each hour, and the volume of all their calls together. */
export class Crowd {
  readonly #users: readonly DemoUser[];
  readonly #totals = new Map<number, number>();
  #hour = Number.NaN;
  #weights = new Weighted([0]);

  constructor(users: readonly DemoUser[]) {
    this.#users = users;
  }

  /** Users who may call in the hour of this time, weighted by their traffic; indexes are those of the users. */
  at(epochSeconds: number): Weighted {
    return this.#weightsOf(epochHourOf(epochSeconds));
  }

  /** Returns the relative volume of calls at this time; changes evenly from hour to hour. */
  intensityAt(epochSeconds: number): number {
    const hour = epochHourOf(epochSeconds);
    const progress = epochSeconds / HOUR_SECONDS - hour;
    return this.#totalOf(hour) * (1 - progress) + this.#totalOf(hour + 1) * progress;
  }

  #totalOf(hour: number): number {
    const known = this.#totals.get(hour);
    if (known !== undefined) return known;
    let total = 0;
    for (const user of this.#users) total += weightIn(user, hour);
    this.#totals.set(hour, total);
    return total;
  }

  // Calls come in the order of time, so one hour is enough to remember.
  #weightsOf(hour: number): Weighted {
    if (hour !== this.#hour) {
      this.#hour = hour;
      this.#weights = new Weighted(this.#users.map((user) => weightIn(user, hour)));
    }
    return this.#weights;
  }
}

function weightIn(user: DemoUser, hour: number): number {
  const startsAt = hour * HOUR_SECONDS;
  const hasCome = startsAt >= user.createdAt;
  const hasGone = user.lastCallAt !== null && startsAt + HOUR_SECONDS > user.lastCallAt;
  return hasCome && !hasGone ? user.weight * activity(user.rhythm, user.utcOffsetHours, hour) : 0;
}
