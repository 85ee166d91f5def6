import { rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { makePrivateFile } from './private-file.ts';

const LOCK_RETRY_MS = 1_000;

/** A lock between processes that the system takes back when its holder dies: a transaction that is never ended. */
export class WriterLock {
  readonly #path: string;
  #database: Database.Database | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  /** Returns true while this process has the lock. Takes the lock if it is free; looks once a second. */
  hold(): boolean {
    if (this.#database !== undefined) return true;
    if (performance.now() - this.#triedAt < LOCK_RETRY_MS) return false;
    this.#triedAt = performance.now();
    let database: Database.Database | undefined;
    try {
      makePrivateFile(this.#path);
      const { ino } = statSync(this.#path);
      database = new Database(this.#path, { timeout: 0 });
      database.exec('BEGIN IMMEDIATE');
      // Who held it before may have removed it meanwhile, and somebody else holds another of its name.
      if (statSync(this.#path).ino !== ino) throw new Error('The lock is another file now.');
      this.#database = database;
      return true;
    } catch {
      database?.close();
      return false;
    }
  }

  /** Lets it go. */
  release(): void {
    if (this.#database === undefined) return;
    rmSync(this.#path, { force: true });
    this.#database.close();
    this.#database = undefined;
  }
}
