import { userWords } from '../../../filter/fields.ts';
import type { UserWord } from '../../../filter/query.ts';
import type { Id } from '../../../model/id.ts';
import type { CallSums } from '../../answers/call-sums.ts';
import { Recent } from '../../answers/pages.ts';
import { type Crowd, toCrowd, type UserEntry } from '../../answers/user-snapshot.ts';
import { idsInState, idsNearIdle, type UserLimits } from '../../answers/user-words.ts';
import type { DatabaseFile } from '../file/database.ts';
import { LastCalls } from './last-calls.ts';
import { USER_COLUMNS } from './user-rows.ts';

/** All users. */
export const USER_ENTRIES = `SELECT ${USER_COLUMNS} FROM "user"`;

/** All users with their last calls, read anew only where the data moved. */
export class KnownCrowd {
  readonly #file: DatabaseFile;
  readonly #sums: CallSums;
  readonly #lastCalls = new LastCalls();
  readonly #crowds = new Recent<Crowd>(1);
  readonly #idsInStates = new Recent<ReadonlySet<Id>>(userWords.length);

  constructor(file: DatabaseFile, sums: CallSums) {
    this.#file = file;
    this.#sums = sums;
  }

  /** Differs whenever the users or their calls may have changed. */
  version(): string {
    return `${this.#file.version()} ${this.#sums.correctionCount}`;
  }

  /** The users as they are in a version. */
  read(version: string, now: Date): Crowd {
    return this.#file.read((connection) =>
      this.#crowds.get([version], () =>
        toCrowd(
          connection.prepareExact(USER_ENTRIES).raw().all() as UserEntry[],
          this.#lastCalls.refresh(connection, this.#sums.correctionCount, now),
        ),
      ),
    );
  }

  /** Looks up the last calls of a few users, whatever forms their times have. */
  lookUp(ids: readonly Id[], now: Date): void {
    this.#file.read((connection) => this.#lastCalls.lookUp(connection, ids, now));
  }

  /** The users in a state; all questions of one second about one version share them. */
  idsIn(state: UserWord, limits: UserLimits): ReadonlySet<Id> {
    const version = this.version();
    const second = Math.floor(limits.now.getTime() / 1000);
    return this.#idsInStates.get([version, state, second], () => {
      const crowd = this.read(version, limits.now);
      if (state === 'idle') this.lookUp(idsNearIdle(crowd, limits), limits.now);
      return idsInState(state, crowd, limits);
    });
  }
}
