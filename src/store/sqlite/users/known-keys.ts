import type { User } from '../../../model/user.ts';

// Of more users a busy server would hold a copy of the table.
const MOST = 1_000;

/**
 * The active users whose keys were looked up since anybody last wrote to the file. Each request of a server asks for one, and to ask
 * whether somebody wrote costs less than to read the user again.
 */
export class KnownKeys {
  readonly #users = new Map<string, User>();
  #version: string | undefined;

  /** The user with this hash of a key, as of a version of the file; `find` looks for one who is not known. */
  holderOf(keyHash: string, version: string, find: () => User | undefined): User | undefined {
    if (version !== this.#version) this.#users.clear();
    this.#version = version;
    const known = this.#users.get(keyHash);
    if (known !== undefined) return copyOf(known);
    const found = find();
    // Unknown and inactive ones are looked for each time, so that the time of an answer does not tell which of both it was.
    if (found?.isActive === true && this.#users.size < MOST) this.#users.set(keyHash, copyOf(found));
    return found;
  }
}

// Whoever is given a user may write on it.
function copyOf(user: User): User {
  return { ...user, createdAt: copyOfDate(user.createdAt), updatedAt: copyOfDate(user.updatedAt) };
}

function copyOfDate(date: Date | null): Date | null {
  return date === null ? null : new Date(date);
}
