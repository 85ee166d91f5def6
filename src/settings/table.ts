import { openingScreens, type Settings, type Thresholds, themeNames } from '../model/settings.ts';
import { databasesKind } from './database-kind.ts';
import { keysKind } from './keys-kind.ts';
import { choice, duration, type Kind, numberFrom, share, yesNoOrAuto, yesOrNo } from './kinds.ts';
import { viewsKind } from './saved-view-kind.ts';

/** A setting: its name in the config file, its kind, and where else it can be said. */
export interface Setting {
  readonly name: string;
  /** Names of the fields that lead to it in the settings. */
  readonly path: readonly string[];
  readonly kind: Kind<unknown>;
  readonly sentence: string;
  /** Option of the command line. */
  readonly flag?: string;
  /** Variable of the environment. */
  readonly variable?: string;
}

type ThresholdName = {
  [Group in keyof Thresholds]: `thresholds.${Group}.${Extract<keyof Thresholds[Group], string>}`;
}[keyof Thresholds];
type Name = Exclude<keyof Settings, 'thresholds' | 'intervalMs'> | 'interval' | ThresholdName;
type Row = Omit<Setting, 'name' | 'path'> & { readonly field?: keyof Settings };

const FASTEST_MS = 500;
const SLOWEST_MS = 600_000;

const rows: Readonly<Record<Name, Row>> = {
  theme: {
    kind: choice([...themeNames, 'auto']),
    sentence:
      'The colours of the dashboard: dark, light, neutral (for any background), ansi (the 16 of the terminal), none, or auto.',
    variable: 'PRESENTS_THEME',
    flag: '--theme <name>',
  },
  zone: {
    kind: choice(['local', 'utc']),
    sentence: 'The zone of times: utc, or local, which TZ can name.',
    flag: '--zone <zone>',
  },
  interval: {
    field: 'intervalMs',
    kind: duration(FASTEST_MS, SLOWEST_MS),
    sentence: 'The shortest time between two refreshes of the dashboard: 500ms, 2s, 1min.',
    flag: '--interval <time>',
  },
  mouse: { kind: yesOrNo, sentence: 'The dashboard answers the mouse.' },
  ascii: { kind: yesNoOrAuto, sentence: 'Only ASCII is drawn; auto goes by terminal and locale.', flag: '--ascii' },
  screenReader: {
    kind: yesOrNo,
    sentence: 'The dashboard speaks in lines of words, for a screen reader.',
    variable: 'INK_SCREEN_READER',
    flag: '--screen-reader',
  },
  opensOn: {
    kind: choice(openingScreens),
    sentence: 'The screen that the dashboard opens on; on attention only if there is something.',
  },
  readOnly: { kind: yesOrNo, sentence: 'Nothing can be changed in any database.', flag: '--read-only' },
  keys: { kind: keysKind, sentence: 'Keys of actions, in the place of those that they have.' },
  databases: { kind: databasesKind, sentence: 'Databases that `--db NAME` and the dashboard know by name.' },
  views: { kind: viewsKind, sentence: 'Views that `--view NAME` and `;` know by name.' },
  'thresholds.errorShare.raised': { kind: share, sentence: 'Share of errors that is raised.' },
  'thresholds.errorShare.bad': { kind: share, sentence: 'Share of errors that is bad.' },
  'thresholds.attention.userErrorShare': { kind: share, sentence: 'Share of errors of a user that needs attention.' },
  'thresholds.attention.userErrorFactor': {
    kind: numberFrom(1),
    sentence: 'Factor of that over their own share of the last 7 days.',
  },
  'thresholds.attention.userMinCalls': {
    kind: numberFrom(1, { isWhole: true }),
    sentence: 'Calls of a user below which that says nothing.',
  },
  'thresholds.attention.userHotFactor': {
    kind: numberFrom(1),
    sentence: 'Factor of the calls of a user over their median day of the 7 days before.',
  },
  'thresholds.attention.routeSlowFactor': {
    kind: numberFrom(1),
    sentence: 'Factor of the p95 of a route over that of the same hours of the last 7 days.',
  },
  'thresholds.attention.routeMinCalls': {
    kind: numberFrom(1, { isWhole: true }),
    sentence: 'Calls of a route below which that says nothing.',
  },
  'thresholds.attention.neverUsedDays': {
    kind: numberFrom(1, { unit: 'days' }),
    sentence: 'Age of an active key that was never used.',
  },
  'thresholds.attention.idleDays': { kind: numberFrom(1, { unit: 'days' }), sentence: 'Silence of an active key.' },
  'thresholds.attention.cacheFailureShare': { kind: share, sentence: 'Share of classifications that failed.' },
  'thresholds.attention.growthBytes': {
    kind: numberFrom(1, { unit: 'bytes' }),
    sentence: 'Growth of the database in 30 days.',
  },
};

/** Every setting, once: reading, checking, options, `presents config` and the manual follow from it. */
export const settingsTable: readonly Setting[] = Object.entries(rows).map(([name, { field, ...row }]) => ({
  ...row,
  name,
  path: field === undefined ? name.split('.') : [field],
}));
