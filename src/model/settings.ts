/** Shares of errors from which a number is raised, and from which something is wrong; from 0 to 1. */
export interface ErrorShareScale {
  readonly raised: number;
  readonly bad: number;
}

/** Limits from which something is worth an operator's attention. Shares are from 0 to 1. */
export interface AttentionThresholds {
  /** A user's share of errors, and its factor over their own share of the last 7 days. */
  readonly userErrorShare: number;
  readonly userErrorFactor: number;
  /** Calls below which a user's share of errors, or their traffic, says nothing. */
  readonly userMinCalls: number;
  /** Factor of a user's traffic over their median day of the 7 days before. */
  readonly userHotFactor: number;
  /** Factor of a route's p95 over that of the same hours of the last 7 days, and its calls at least. */
  readonly routeSlowFactor: number;
  readonly routeMinCalls: number;
  /** Age of an active key that was never used, and silence of one that was. */
  readonly neverUsedDays: number;
  readonly idleDays: number;
  /** Share of classifications that failed. */
  readonly cacheFailureShare: number;
  /** Growth of the database in 30 days, in bytes. */
  readonly growthBytes: number;
}

/** Limits that the console judges numbers by. */
export interface Thresholds {
  readonly errorShare: ErrorShareScale;
  readonly attention: AttentionThresholds;
}

/** The limits where nobody chose others. */
export const defaultThresholds: Thresholds = {
  errorShare: { raised: 0.01, bad: 0.05 },
  attention: {
    userErrorShare: 0.2,
    userErrorFactor: 3,
    userMinCalls: 50,
    userHotFactor: 10,
    routeSlowFactor: 2,
    routeMinCalls: 100,
    neverUsedDays: 14,
    idleDays: 90,
    cacheFailureShare: 0.05,
    growthBytes: 1_000_000_000,
  },
};

/** The palettes by their names: three for terminals with 24-bit colour, of which one is for any background; the terminal's own 16; and none. */
export const themeNames = ['dark', 'light', 'neutral', 'ansi', 'none'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Screens that the dashboard can open on; it opens on Attention only if there is something. */
export const openingScreens = ['users', 'system', 'errors', 'cache', 'calls', 'attention'] as const;
export type OpeningScreen = (typeof openingScreens)[number];

/** Colours that a database's word in the header can have. */
export const wordColors = ['red', 'yellow', 'green', 'blue', 'magenta', 'cyan'] as const;
export type WordColor = (typeof wordColors)[number];

/** A database that the config file gives a name. */
export interface NamedDatabase {
  /** A file, `postgresql://…` or libpq's words; it may hold a password: never print it as it is. */
  readonly location: string;
  /** Word in the header as long as it is shown: `PRODUCTION`. */
  readonly word: string | null;
  readonly color: WordColor;
  /** Nothing can be changed in it. */
  readonly readOnly: boolean;
}

/** A way of looking at the data: a screen, the record that it shows, and what was chosen there. Everything but the screen may be left out. */
export interface SavedView {
  readonly screen: string;
  /** The record, by the names that the screen is opened with. */
  readonly args?: Readonly<Record<string, unknown>>;
  readonly filter?: string;
  /** Length of the window in hours. */
  readonly hours?: number;
  /** End of a pinned window in ISO 8601; it is live unless given. */
  readonly endsAt?: string;
  readonly sort?: string;
  readonly descending?: boolean;
  /** Index of the large chart, from 0. */
  readonly chart?: number;
  /** Shares of a heatmap in the place of the chart: of all calls, or of their column. */
  readonly heatmap?: 'column' | 'all';
  readonly isCompared?: boolean;
  readonly isUngrouped?: boolean;
}

/** Everything that a person may choose, from the command line, the environment or the config file. */
export interface Settings {
  /** The colours; those that fit the terminal are chosen for `auto`. */
  readonly theme: ThemeName | 'auto';
  /** The zone that times are shown in. */
  readonly zone: 'local' | 'utc';
  /** Shortest time between two readings of the dashboard, in milliseconds. */
  readonly intervalMs: number;
  /** The dashboard answers the mouse. */
  readonly mouse: boolean;
  /** Draws with ASCII alone; by the terminal and the locale for `auto`. */
  readonly ascii: boolean | 'auto';
  readonly screenReader: boolean;
  readonly opensOn: OpeningScreen;
  /** Nothing can be changed in any database. */
  readonly readOnly: boolean;
  /** Keys of actions: of an action wherever it is (`copy`), or of a scope alone (`users.add`). They take the place of its own. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly thresholds: Thresholds;
  readonly views: Readonly<Record<string, SavedView>>;
  readonly databases: Readonly<Record<string, NamedDatabase>>;
}

/** The settings of a person who chose nothing. */
export const defaultSettings: Settings = {
  theme: 'auto',
  zone: 'local',
  intervalMs: 1000,
  mouse: true,
  ascii: 'auto',
  screenReader: false,
  opensOn: 'users',
  readOnly: false,
  keys: {},
  thresholds: defaultThresholds,
  views: {},
  databases: {},
};
