import { describe, expect, test } from 'vitest';
import { describedProgram } from '../scripts/document-sections.ts';
import { pathOf } from '../src/cli/arguments.ts';
import { leavesOf } from '../src/cli/print/help.ts';
import type { Binding } from '../src/tui/keys/binding.ts';
import { keymap } from '../src/tui/keys/keymap.ts';
import { isScreenId } from '../src/tui/keys/screens.ts';
import { commandTasks } from '../src/tui/shell/command-tasks.ts';

/**
 * Every command, and where the dashboard does the same: on a screen, by an action of the keymap (`scope.action`), or in a box from the
 * palette. A command that is for a shell alone says why.
 */
const faces: Readonly<Record<string, `screen ${string}` | `key ${string}` | 'box' | `shell: ${string}`>> = {
  'user list': 'screen users',
  'user create': 'key users.add',
  'user regenerate-key': 'key users.newKey',
  'user deactivate': 'key users.activation',
  'user reactivate': 'key users.activation',
  'stats system': 'screen system',
  'stats user': 'screen user',
  'stats errors': 'screen errors',
  'stats cache': 'screen cache',
  calls: 'screen calls',
  call: 'screen call',
  'errors list': 'screen errors',
  'errors resolve': 'key groups.resolve',
  'errors reopen': 'key groups.resolve',
  'errors ignore': 'key groups.ignore',
  'errors note': 'key groups.note',
  why: 'screen why',
  attention: 'screen attention',
  check: 'box',
  report: 'box',
  metrics: 'shell: it is for a collector; the screens show the same',
  init: 'box',
  maintain: 'box',
  doctor: 'box',
  copy: 'box',
  'product list': 'screen cache',
  'product show': 'screen product',
  'product invalidate': 'key cache.invalidate',
  'product restore': 'key global.undo',
  'cleanup logs': 'key calls.cleanup',
  'cleanup cache': 'key cache.cleanup',
  audit: 'screen audit',
  config: 'box',
  version: 'box',
  demo: 'shell: it is a dashboard of its own',
  completion: 'shell: it is for the shell that completes',
};

/** Actions of the keymap that only look, move or choose: each with the options and commands that answer the same, or why there is none. */
const looking: Readonly<Record<string, string>> = {
  ...moves('they move what is looked at'),
  show: 'each screen has its command',
  open: 'each screen has its command',
  openUser: 'stats user',
  palette: '--help',
  help: '--help',
  views: '--view',
  filter: '--where',
  narrow: '--where',
  dropPart: '--where',
  search: 'call, and a search in what it prints',
  nextMatch: 'call',
  previousMatch: 'call',
  sort: '--sort',
  reverse: '--sort',
  window: '--hours, time: in --where',
  earlier: 'time: in --where',
  later: 'time: in --where',
  zoom: 'time: in --where',
  zone: 'TZ',
  chart: 'report',
  heatmap: 'report',
  share: 'report',
  peak: 'report',
  previousPeak: 'report',
  compare: '--compare',
  grouping: '--groups',
  follow: 'calls --follow',
  pause: 'a command answers once',
  refresh: 'a command answers once; --watch again and again',
  slower: '--watch',
  faster: '--watch',
  undo: 'each action prints the command that undoes it',
  difference: 'call --difference',
  reveal: 'call --reveal',
  export: '--format',
  copy: '--format',
  copyMenu: '--format; call --curl',
  mark: 'several names in one command',
  range: 'several names in one command',
  markAll: 'several names in one command',
  suspend: 'the shell',
  mouse: 'a command has no mouse',
};

function moves(reason: string): Readonly<Record<string, string>> {
  const keys = ['down', 'up', 'first', 'last', 'pageDown', 'pageUp', 'halfDown', 'halfUp', 'left', 'right', 'extend'];
  const others = ['close', 'back', 'quit', 'nextScreen', 'previousScreen', 'nextRecord', 'previousRecord'];
  const folds = ['foldAll', 'otherSide'];
  return Object.fromEntries([...keys, ...others, ...folds].map((action) => [action, reason]));
}

const commands = leavesOf(describedProgram()).map((command) => pathOf(command).replace(/^presents /, ''));
const bindings: readonly Binding[] = keymap;

describe('the two faces', () => {
  test('every command has its place in the dashboard, or says why it is for a shell', () => {
    expect(commands.filter((command) => !(command in faces))).toEqual([]);
  });

  test('every place that the table names is there', () => {
    const missing = Object.entries(faces).filter(([command, face]) => {
      if (face.startsWith('screen ')) return !isScreenId(face.slice('screen '.length));
      if (face.startsWith('shell: ')) return false;
      if (face === 'box') return !commandTasks.some(({ line }) => line === command || line.startsWith(`${command} `));
      const [scope, action] = face.slice('key '.length).split('.');
      return !bindings.some((binding) => binding.scope === scope && binding.action === action);
    });
    expect(missing).toEqual([]);
  });

  test('every action of the dashboard has a command, or only looks', () => {
    const alone = bindings.filter(({ command, action }) => command === undefined && !(action in looking));
    expect(alone.map(({ scope, action }) => `${scope}.${action}`)).toEqual([]);
  });

  test('the command that an action names exists', () => {
    const named = bindings.flatMap(({ command }) => (command === undefined ? [] : [command]));
    const isThere = (line: string) =>
      line.startsWith('--') || commands.some((command) => line === command || line.startsWith(`${command} `));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((line) => !isThere(line))).toEqual([]);
  });
});
