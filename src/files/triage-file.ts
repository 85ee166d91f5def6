import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Aside } from '../model/attention.ts';
import { type GroupId, type GroupTriage, UNDECIDED } from '../model/error-group.ts';
import { PresentsError } from '../model/presents-error.ts';
import { databaseFileName } from './database-file-name.ts';
import { isOwnFileOrMissing, prepareOwnFolder } from './own-folder.ts';
import { appendLines, readEnd } from './shared-lines.ts';
import { asideLineOf, type Decisions, lineOf, linesOf, NO_DECISIONS, readLines } from './triage-lines.ts';

// Decisions of people are few: a longer file holds mostly those that others replaced.
const LONGEST_BYTES = 1_000_000;
// More than the longest notes about as many groups as are kept take.
const MOST_READ_BYTES = 8_000_000;

/**
 * The decisions about the groups of a database and about lines of Attention, in a file of ours. Each is a line at its end, so that programs may decide at the
 * same time. Where there is no folder, or it cannot be used, decisions last as long as the program.
 */
export class TriageFile {
  readonly #path: string | undefined;
  readonly #longestBytes: number;
  #decisions: Decisions = NO_DECISIONS;
  #seen = '';
  #ownCount = 0;

  /** A database is a path, or a text with `://` that names it. */
  constructor(folder: string | undefined, database: string, longestBytes = LONGEST_BYTES) {
    this.#path = folder && join(folder, databaseFileName(database, '.jsonl'));
    this.#longestBytes = longestBytes;
  }

  /** Tells whether decisions outlast this program. */
  isKept(): boolean {
    return this.#usablePath() !== undefined;
  }

  /** A text that changes whenever somebody decided something; costs microseconds. */
  version(): string {
    return `${this.#ownCount}.${this.#stamp()}`;
  }

  /** All groups that something is decided about. */
  all(): Decisions['groups'] {
    return this.#read().groups;
  }

  /** The lines of Attention that were set aside. */
  asides(): Decisions['asides'] {
    return this.#read().asides;
  }

  /** Changes the decisions about a group; returns those before. Throws a PresentsError if they cannot be written. */
  change(id: GroupId, change: Partial<GroupTriage>): GroupTriage {
    const before = this.all().get(id) ?? UNDECIDED;
    const path = this.#usablePath();
    const { groups, asides } = this.#decisions;
    if (path === undefined) this.#decisions = { groups: new Map([...groups, [id, { ...before, ...change }]]), asides };
    else write(path, lineOf(id, change), this.#longestBytes);
    this.#ownCount += 1;
    return before;
  }

  /** Sets a line of Attention aside, or takes that back; returns what stood before. Throws a PresentsError if it cannot be written. */
  setAside(line: string, aside: Aside | null): Aside | null {
    const before = this.asides().get(line) ?? null;
    const path = this.#usablePath();
    const { groups, asides } = this.#decisions;
    const others = [...asides].filter(([id]) => id !== line);
    if (path === undefined)
      this.#decisions = { groups, asides: new Map([...others, ...(aside ? [[line, aside] as const] : [])]) };
    else write(path, asideLineOf(line, aside), this.#longestBytes);
    this.#ownCount += 1;
    return before;
  }

  #read(): Decisions {
    const stamp = this.#stamp();
    if (stamp !== this.#seen && this.#path !== undefined) {
      this.#decisions = stamp === '' ? NO_DECISIONS : (read(this.#path) ?? this.#decisions);
    }
    this.#seen = stamp;
    return this.#decisions;
  }

  #stamp(): string {
    return this.#path === undefined ? '' : stampOf(this.#path);
  }

  #usablePath(): string | undefined {
    const path = this.#path;
    return path !== undefined && prepareOwnFolder(dirname(path)) && isOwnFileOrMissing(path) ? path : undefined;
  }
}

function stampOf(path: string): string {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? '' : [stats.ino, stats.size, stats.mtimeNs].join('.');
  } catch {
    return '';
  }
}

/** Reads the decisions of a file; undefined if it cannot be read, or others can write it. */
function read(path: string): Decisions | undefined {
  try {
    return isOwnFileOrMissing(path) ? readLines(readEnd(path, MOST_READ_BYTES)) : undefined;
  } catch {
    return undefined;
  }
}

function write(path: string, line: string, longestBytes: number): void {
  try {
    appendLines(path, line, { longestBytes, mostBytes: MOST_READ_BYTES, shorten });
  } catch (cause) {
    throw new PresentsError(`The decision could not be written to ${path}.`, {
      code: 'refused',
      nextStep: 'Nothing was changed. Make room on the disk, or make the file writable, and try again.',
      cause,
    });
  }
}

/** Half as many lines that say the same; undefined if they cannot be that few. */
function shorten(text: string): string | undefined {
  const lines = linesOf(readLines(text));
  return 2 * lines.length <= text.length ? lines : undefined;
}
