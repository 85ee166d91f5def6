import { type Dirent, lstatSync, mkdirSync, readdirSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { dirname, isAbsolute, join, sep } from 'node:path';
import { homeFolder } from './home-folder.ts';
import { userId } from './user-id.ts';

/** Kinds of data that this program keeps in the user's cache folder, each in its own folder. */
export type OwnFolder = 'code' | 'index';

type Environment = Readonly<Record<string, string | undefined>>;

const WRITABLE_BY_OTHERS = 0o022;
const STICKY = 0o1000;
const MOST_LINKS = 40;
/** The folder itself, `presents` and the cache folder above it; or `presents`, `state` and `.local`. */
const OWN_LEVELS = 3;

/**
 * The path of a folder in the user's cache folder: XDG_CACHE_HOME if that is an absolute path, else `.cache` at home;
 * undefined if neither is known. Nothing is looked at or made.
 */
export function ownFolderPath(env: Environment, name: OwnFolder): string | undefined {
  const cache = baseFolder(env, env.XDG_CACHE_HOME, '.cache');
  return cache && join(cache, 'presents', name);
}

/**
 * The path of the folder for what the dashboard remembers between sessions: in XDG_STATE_HOME if that is an absolute path,
 * else in `.local/state` at home; undefined if neither is known.
 */
export function stateFolderPath(env: Environment): string | undefined {
  const state = baseFolder(env, env.XDG_STATE_HOME, join('.local', 'state'));
  return state && join(state, 'presents');
}

function baseFolder(env: Environment, named: string | undefined, atHome: string): string | undefined {
  const home = homeFolder(env);
  return named !== undefined && isUsable(named) ? named : home && join(home, atHome);
}

/**
 * Makes sure that a folder is there (mode 0700) and answers whether it may be used: nobody but this user and root can change
 * what lies on the way to it, it is this user's own, and neither it nor the folder above it is a link. Nothing is made where
 * that is not so.
 */
export function prepareOwnFolder(path: string): boolean {
  if (isOwnFolder(path)) return true;
  const isBehindLink = look(dirname(path))?.isSymbolicLink() === true;
  return !isBehindLink && makeFolder(path) && isOwnFolder(path);
}

/** Tells whether a folder exists and is safe to use. */
export function isOwnFolder(path: string): boolean {
  const parent = dirname(path);
  return isOwn(path, 'folder') && isSafe(look(parent)) && isSafeWay(parent);
}

/** Tells whether a file belongs to this user, is no link and is writable by nobody else; true if it does not exist. */
export function isOwnFileOrMissing(path: string): boolean {
  return look(path) === undefined || isOwn(path, 'file');
}

/** Tells whether a folder can be listed and holds only files and folders of this user. */
export function holdsOnlyOwn(folder: string): boolean {
  return (
    list(folder)?.every((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? isOwn(path, 'folder') && holdsOnlyOwn(path) : isOwn(path, 'file');
    }) ?? false
  );
}

/** A path that a folder can be made at: a relative one would name another folder with every working directory. */
function isUsable(path: string): boolean {
  return isAbsolute(path) && !/[\p{Cc}\uFFFD]|\s$/u.test(path);
}

// The cache folder itself may be made, but nothing above it: a home that is not there is nobody's to make.
function makeFolder(path: string, levels = OWN_LEVELS): boolean {
  const parent = dirname(path);
  if (levels === 0) return false;
  const isReady = look(parent) === undefined ? makeFolder(parent, levels - 1) : isSafeWay(parent);
  if (!isReady || !mayMakeIn(parent)) return false;
  try {
    mkdirSync(path, 0o700);
    return true;
  } catch {
    // Another process may have been faster; whoever made it, it is looked at before it is used.
    return look(path) !== undefined;
  }
}

/** True when new entries in a folder on a safe path stay in place: it is this user's own, or it is sticky. */
function mayMakeIn(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && (stats.uid === userId() || isSticky(stats));
}

/** Tells whether each folder on the path belongs to this user or root, and nobody else can replace it. */
function isSafeWay(path: string): boolean {
  const ahead = path.split(sep).filter((name) => name !== '');
  let here: string = sep;
  let links = 0;
  if (!isAbsolute(path) || !isSafe(look(here))) return false;
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    const next = name === '..' ? dirname(here) : join(here, name);
    const stats = look(next);
    if (stats?.isSymbolicLink() && isTrusted(stats)) {
      links += 1;
      if (links > MOST_LINKS) return false;
      const target = readlinkSync(next);
      ahead.unshift(...target.split(sep).filter((part) => part !== '' && part !== '.'));
      if (isAbsolute(target)) here = sep;
    } else if (isSafe(stats)) here = next;
    else return false;
  }
  return true;
}

/** True when only this user and root can rename entries in a folder; in a sticky one, everybody only their own. */
function isSafe(stats: Stats | undefined): boolean {
  if (!stats?.isDirectory() || !isTrusted(stats)) return false;
  return (stats.mode & WRITABLE_BY_OTHERS) === 0 || isSticky(stats);
}

function isSticky({ mode }: Stats): boolean {
  return (mode & STICKY) !== 0;
}

function isTrusted({ uid }: Stats): boolean {
  return uid === 0 || uid === userId();
}

function isOwn(path: string, kind: 'folder' | 'file'): boolean {
  const stats = look(path);
  if (stats === undefined || stats.uid !== userId() || (stats.mode & WRITABLE_BY_OTHERS) !== 0) return false;
  return kind === 'folder' ? stats.isDirectory() : stats.isFile();
}

function list(folder: string): readonly Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return undefined;
  }
}

function look(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
