import { basename, resolve } from 'node:path';
import type { ReadStream } from 'node:tty';
import { openFilterHistory } from '../../src/files/filter-history.ts';
import { openPaletteUses } from '../../src/files/palette-uses.ts';
import { openViewFile } from '../../src/files/view-file.ts';
import type { Heartbeat } from '../../src/live/heartbeat.ts';
import { createHeartbeat } from '../../src/live/version-heartbeat.ts';
import type { GroupPage } from '../../src/model/error-group.ts';
import { defaultSettings, type Settings } from '../../src/model/settings.ts';
import type { IssuedKey } from '../../src/model/user.ts';
import type { StatisticsIndexUse } from '../../src/store/statistics/statistics-index-use.ts';
import type { IndexState, Store } from '../../src/store/store.ts';
import type { Routes } from '../../src/tui/context/routes.ts';
import type { DatabaseDoor, DatabaseWord, Services } from '../../src/tui/context/services.tsx';
import { ShownFrame } from '../../src/tui/context/shown-frame.ts';
import { ViewBook } from '../../src/tui/context/view-book.ts';
import { App } from '../../src/tui/shell/app.tsx';
import { KeyStream } from '../../src/tui/terminal/key-stream.ts';
import { Transcript } from '../../src/tui/terminal/transcript.ts';
import { spokenTheme } from '../../src/tui/theme/spoken-theme.ts';
import { createTheme, type ThemeName } from '../../src/tui/theme/theme.ts';
import { ThemeProvider } from '../../src/tui/theme/use-theme.ts';
import { FakeClock } from './fake-clock.ts';
import { type Rendered, render } from './render.tsx';
import { copyReference, openTestStore, REFERENCE_NOW } from './store.ts';
import type { TerminalSize } from './terminal.ts';

/** Options of the dashboard: it opens a copy of the reference file at 120x30 in dark colours unless given. */
export interface ConsoleOptions extends Partial<TerminalSize> {
  readonly database?: string;
  readonly theme?: ThemeName;
  /** Signs of charts and bars; blocks unless given. */
  readonly style?: 'blocks' | 'ascii';
  /** Name of the database in the header; the file's name unless given. */
  readonly databaseName?: string;
  readonly badges?: readonly string[];
  readonly databaseWord?: DatabaseWord | null;
  /** Sentence why nothing can be changed; it can unless given. */
  readonly readOnlyReason?: string;
  readonly databases?: DatabaseDoor;
  /** The saved views; they last as long as the dashboard unless given. */
  readonly views?: ViewBook;
  readonly keepPlace?: (routes: Routes) => void;
  /** Settings that differ from the defaults. */
  readonly settings?: Partial<Settings>;
  /** Arguments for the database in the commands that are shown. */
  readonly databaseWords?: readonly string[];
  /** Reads the dashboard out as for a screen reader, in place of drawing it. */
  readonly isSpoken?: boolean;
  /** Wraps lines whatever the dashboard says, so that a line that is too long shows. */
  readonly alwaysWraps?: boolean;
  /** Folder for decisions about groups of errors; they last as long as the store unless given. */
  readonly triageFolder?: string;
  /** A statistics index for the store. */
  readonly statisticsIndex?: StatisticsIndexUse;
  /** Returns the state of the statistics index; the store has none unless given. */
  readonly indexState?: () => IndexState;
  /** Working directory for files that are written; there is none unless given. */
  readonly folder?: string;
  /** Screens on which the operator starts; the users unless given. */
  readonly routes?: Routes;
  /** Changes the answer to the question for groups of errors. */
  readonly changeGroups?: (page: GroupPage) => GroupPage;
  /** Runs a command; it answers nothing unless given. */
  readonly runCommand?: Services['runCommand'];
  /** Compares a window with the log; the store does unless given. */
  readonly compare?: Store['compare'];
}

const noOtherDatabases: DatabaseDoor = {
  known: () => [],
  open: () => Promise.reject(new Error('Another database was opened.')),
  complete: async (text) => ({ text, candidates: [] }),
};

/** The whole dashboard over a real store, at a moment that stands still. */
export interface Console {
  readonly app: Rendered;
  readonly path: string;
  readonly clock: FakeClock;
  readonly heartbeat: Heartbeat;
  /** The store as a test asks it: not counted, never failing. */
  readonly store: Store;
  /** Record of the questions that the dashboard asked its store. */
  readonly watch: StoreWatch;
  /** Copied texts, the last one at the end. */
  readonly copied: readonly string[];
  /** The names under which secrets were saved, with the secrets. */
  readonly saved: readonly (readonly [string, string])[];
  /** The themes that were chosen, the last one at the end. */
  readonly chosenThemes: readonly string[];
  /** Returns what was read out since the last time. */
  heard(): string;
  /** Tells whether the dashboard was left. */
  hasLeft(): boolean;
  /** Lets this much time pass; resolves when what it brought is on the screen. */
  advance(ms: number): Promise<void>;
}

function changedBy(
  change: ConsoleOptions['changeGroups'] = (page) => page,
  list: Store['errorGroups']['list'],
): Store['errorGroups']['list'] {
  return async (request) => change(await list(request));
}

/** Opens the dashboard over a real file; resolves when its first screen is complete. */
export async function renderConsole(options: ConsoleOptions = {}): Promise<Console> {
  const { columns = 120, rows = 30, database: path = copyReference(), theme = 'dark', alwaysWraps = false } = options;
  const clock = new FakeClock(REFERENCE_NOW);
  const store = await openTestStore(path, {
    now: clock.now,
    busyTimeoutMs: 0,
    ...(options.statisticsIndex ? { statisticsIndex: options.statisticsIndex } : {}),
    triageFolder: options.triageFolder,
  });
  const watch = watchStore(store);
  let said = '';
  const transcript = new Transcript((text) => {
    said += text;
  }, clock);
  const heartbeat = createHeartbeat(clock, () => watch.store.version());
  // Ink as it is tells no frames: the text on the screen is one.
  const frames = new ShownFrame();
  const copied: string[] = [];
  const saved: [string, string][] = [];
  const chosenThemes: string[] = [];
  let keys: KeyStream | undefined;
  // Ink types its streams by their classes; this is all that it uses of an input.
  const keyStream = (keyboard: ReadStream): ReadStream => {
    keys = new KeyStream(keyboard, clock);
    if (options.isSpoken) keys.onKey(() => transcript.keyPressed());
    return keys as unknown as ReadStream;
  };
  const services = {
    store: {
      ...watch.store,
      indexState: async () => options.indexState?.() ?? store.indexState(),
      compare: options.compare ?? watch.store.compare,
      errorGroups: { ...watch.store.errorGroups, list: changedBy(options.changeGroups, watch.store.errorGroups.list) },
    },
    clock,
    heartbeat,
    databaseName: options.databaseName ?? basename(path),
    databaseWords: options.databaseWords ?? [],
    settings: { ...defaultSettings, ...options.settings },
    badges: options.badges ?? [],
    databaseWord: options.databaseWord ?? null,
    readOnlyReason: options.readOnlyReason,
    databases: options.databases ?? noOtherDatabases,
    views: options.views ?? new ViewBook(openViewFile(undefined), options.settings?.views ?? {}),
    keepPlace: options.keepPlace ?? (() => undefined),
    filterHistory: openFilterHistory(undefined),
    paletteUses: openPaletteUses(undefined),
    holdKeys: () => keys?.hold() ?? (() => {}),
    runCommand: options.runCommand ?? (async () => 0),
    copy: (text: string) => void copied.push(text),
    frames,
    pathOf: (name: string) => resolve(options.folder ?? '/nonexistent', name),
    saveKey: async ({ username: name, apiKey: text }: IssuedKey) => {
      saved.push([name, text]);
      return `presents-${name}.key`;
    },
  };
  const app = await render(
    <ThemeProvider value={options.isSpoken ? spokenTheme : createTheme(theme, options.style)}>
      <App
        services={services}
        start={{ greeting: null, ...(options.routes ? { routes: options.routes } : {}) }}
        suspendProcess={async () => {}}
        themes={{ current: () => theme, choose: (name) => void chosenThemes.push(name) }}
      />
    </ThemeProvider>,
    {
      columns,
      rows,
      alwaysWraps,
      exitOnCtrlC: false,
      concurrent: true,
      input: keyStream,
      ...(options.isSpoken && { heard: (screen: string) => transcript.draw(screen) }),
    },
  );
  app.onFrame(() => frames.keep({ columns, rows, lines: app.lines() }));
  frames.keep({ columns, rows, lines: app.lines() });
  let isLeft = false;
  app.waitUntilExit().then(() => {
    isLeft = true;
  });
  const advance = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await app.flush();
  };
  const heard = (): string => {
    const text = said;
    said = '';
    return text;
  };
  return {
    heard,
    app,
    path,
    clock,
    heartbeat,
    store,
    watch,
    copied,
    saved,
    chosenThemes,
    hasLeft: () => isLeft,
    advance,
  };
}

/** A store whose questions are counted, and can be made to fail or to wait. */
export interface StoreWatch {
  readonly store: Store;
  /** The questions so far, by name (`users.overview`); the check of the version is none. */
  readonly questions: readonly string[];
  /** Forgets the questions so far. */
  forget(): void;
  /** Makes every question fail with this error, the check of the version too; null lets them through again. */
  failWith(error: Error | null): void;
  /** Holds back the answers to a question until the returned function is called. */
  holdBack(name: string): () => void;
}

type Method = (...parameters: readonly unknown[]) => unknown;

/** Watches a store from outside. */
export function watchStore(store: Store): StoreWatch {
  const questions: string[] = [];
  const gates = new Map<string, Promise<void>>();
  let failure: Error | null = null;
  const answer = async (name: string, ask: () => unknown): Promise<unknown> => {
    if (name !== 'version') questions.push(name);
    if (failure) throw failure;
    const result = await ask();
    await gates.get(name);
    return result;
  };
  const watched = (subject: object, prefix: string): object =>
    Object.fromEntries(
      Object.entries(subject).map(([key, value]) => {
        if (typeof value !== 'function') return [key, watched(value, `${key}.`)];
        const method = value as Method;
        if (key === 'hash' || key === 'close') return [key, method];
        return [key, (...parameters: unknown[]) => answer(prefix + key, () => method.apply(subject, parameters))];
      }),
    );
  return {
    store: watched(store, '') as Store,
    questions,
    forget: () => void questions.splice(0),
    failWith: (error) => {
      failure = error;
    },
    holdBack: (name) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      gates.set(name, promise);
      return () => {
        gates.delete(name);
        resolve();
      };
    },
  };
}
