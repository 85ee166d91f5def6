import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { PresentsError } from '../model/presents-error.ts';
import { readOwnText, replaceOwnText } from './own-text.ts';

/** A view with its name, as it is written: one of a later version may have fields that this one does not know, and keeps them. */
export interface WrittenView {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** The views that a person saved. */
export interface ViewFile {
  /** The one that was saved last comes first. */
  list(): readonly WrittenView[];
  /** The reason why they cannot be read, so that none are listed; undefined if they can. */
  fault(): PresentsError | undefined;
  /** Replaces the views by others made of those that stand there now. Throws a PresentsError if they cannot be written. */
  change(make: (views: readonly WrittenView[]) => readonly WrittenView[]): void;
}

const MOST_BYTES = 1_000_000;
const MOST_VIEWS = 500;

/** Opens the views in a folder of ours; without one they last as long as the program. */
export function openViewFile(folder: string | undefined): ViewFile {
  if (folder === undefined) return inMemory();
  const path = join(folder, 'views.json');
  return {
    list: () => read(path) ?? [],
    fault: () => (read(path) === undefined ? unreadable(path) : undefined),
    change(make) {
      const before = read(path);
      if (before === undefined) throw unreadable(path);
      const text = `${JSON.stringify({ views: make(before).slice(0, MOST_VIEWS) }, undefined, 2)}\n`;
      if (text.length < MOST_BYTES && replaceOwnText(path, text)) return;
      throw new PresentsError(`The views could not be written to ${path}.`, {
        code: 'refused',
        nextStep: 'Nothing was changed. Make room on the disk, or make its folder your own, and try again.',
      });
    },
  };
}

function inMemory(): ViewFile {
  let views: readonly WrittenView[] = [];
  return {
    list: () => views,
    fault: () => undefined,
    change: (make) => {
      views = make(views);
    },
  };
}

function unreadable(path: string): PresentsError {
  return new PresentsError(`The views in ${path} cannot be read.`, {
    code: 'invalid',
    nextStep: 'Move that file away and try again.',
  });
}

/** Reads the views of a file: none if there is no file, undefined if there is one that holds something else. */
function read(path: string): readonly WrittenView[] | undefined {
  const text = readOwnText(path, MOST_BYTES);
  if (text === undefined) return isThere(path) ? undefined : [];
  try {
    const value: unknown = JSON.parse(text);
    const views = typeof value === 'object' && value !== null && 'views' in value ? value.views : undefined;
    return Array.isArray(views) ? views.filter(isWritten).slice(0, MOST_VIEWS) : undefined;
  } catch {
    return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function isWritten(value: unknown): value is WrittenView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    value.name !== ''
  );
}
