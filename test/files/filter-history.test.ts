import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFilterHistory } from '../../src/files/filter-history.ts';
import { stateFolderPath } from '../../src/files/own-folder.ts';
import { temporaryFolder } from '../helpers/run-cli.ts';

const folder = () => join(temporaryFolder(), 'presents');

describe('The history of filters', () => {
  test('has the latest first, each once, and fifty at most', () => {
    const history = openFilterHistory(folder());
    for (let at = 0; at < 60; at += 1) history.add(`ms:>${at}`);
    history.add('ms:>30');
    expect(history.list().slice(0, 3)).toEqual(['ms:>30', 'ms:>59', 'ms:>58']);
    expect(history.list()).toHaveLength(50);
  });

  test('is there again in the next session, readable by its owner alone', () => {
    const path = folder();
    openFilterHistory(path).add('body:"secret é"');
    expect(openFilterHistory(path).list()).toEqual(['body:"secret é"']);
    expect(statSync(join(path, 'filters')).mode & 0o777).toBe(0o600);
  });

  test('keeps what another dashboard added meanwhile', () => {
    const path = folder();
    const [one, other] = [openFilterHistory(path), openFilterHistory(path)];
    one.list();
    other.add('b');
    one.add('a');
    expect(one.list()).toEqual(['a', 'b']);
  });

  test('lasts for the session where there is no folder, or it is not ours to use', () => {
    const base = temporaryFolder();
    mkdirSync(join(base, 'presents'), { mode: 0o700 });
    writeFileSync(join(base, 'elsewhere'), 'private\n');
    symlinkSync(join(base, 'elsewhere'), join(base, 'presents', 'filters'));
    for (const path of [undefined, '/proc/presents', join(base, 'presents')]) {
      const history = openFilterHistory(path);
      expect(history.list()).toEqual([]);
      history.add('a');
      expect(history.list()).toEqual(['a']);
    }
    expect(readFileSync(join(base, 'elsewhere'), 'utf8')).toBe('private\n');
  });

  test.each([
    [{ HOME: '/home/ada' }, '/home/ada/.local/state/presents'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: '/state' }, '/state/presents'],
    [{ HOME: '/home/ada', XDG_STATE_HOME: 'state' }, '/home/ada/.local/state/presents'],
    [{ HOME: '' }, undefined],
  ])('of %j stands in %s', (env, path) => {
    expect(stateFolderPath(env)).toBe(path);
  });
});
