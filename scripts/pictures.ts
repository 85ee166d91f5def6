import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { startDemo } from '../src/demo/run-demo.ts';
import { screenAsSvg } from '../src/export/screen-svg.ts';
import { locationText } from '../src/store/location.ts';
import { type DashboardInTerminal, openDashboardInTerminal } from './dashboard-in-terminal.ts';

// Makes the pictures of the documents: opens the built dashboard on a demo, walks through its screens and draws each.

const size = { columns: 104, rows: 30 };
const colors = { foreground: '#c6cbe0', background: '#16161e' };
const demo = { seed: 1, callCount: 400_000, rate: 4 };
const timeZone = 'Europe/Berlin';

/** A picture, and the keys that lead from the one before to it, each with what the screen shows then. */
interface Scene {
  readonly name: string;
  readonly title: string;
  readonly walk: (dashboard: DashboardInTerminal) => Promise<void>;
}

const scenes: readonly Scene[] = [
  { name: 'users', title: 'Users', walk: ({ press }) => press('1', 'acme-shop') },
  { name: 'user', title: 'User', walk: ({ press }) => press('enter', /Latest errors[\s\S]*\d{3} /) },
  {
    name: 'system',
    title: 'System',
    walk: async ({ press }) => {
      await press('escape', 'LAST CALL');
      await press('2', /Calls +[\d,]+ +[+−=][\s\S]*acme-shop/);
    },
  },
  {
    name: 'heatmap',
    title: 'Response times as a heatmap',
    walk: async ({ press }) => {
      await press('h', /Latency.*of its column[\s\S]*[░▒▓]/);
    },
  },
  {
    name: 'why',
    title: 'Why',
    walk: async ({ press }) => {
      await press('h', /Calls per[\s\S]*█/);
      await press('n', '× the average');
      await press('w', /❯ req\.recipient\.age[\s\S]*missing here[\s\S]*Statistics, no proof/);
    },
  },
  {
    name: 'errors',
    title: 'Errors',
    walk: ({ press }) => press('3', /Errors {3}[\d,]+ in \d+ groups {3}last 24 h +CET[\s\S]*❯/),
  },
  {
    name: 'palette',
    title: 'Palette',
    walk: async ({ press, type }) => {
      await press(':', 'Palette');
      type('acm');
      await press('down', /❯[^\n]*acm/i);
    },
  },
  {
    name: 'attention',
    title: 'Attention',
    walk: async ({ press }) => {
      await press('escape', /Errors {3}[\d,]+ in/);
      await press('0', /Looked at[\s\S]*growth of/);
    },
  },
  {
    name: 'call',
    title: 'Call',
    walk: async ({ press, type }) => {
      await press('3', /Errors {3}[\d,]+ in/);
      await press('/', '⏎ applies');
      type('validation');
      await press('enter', /validation ×[\s\S]*❯[^\n]*Validation/);
      await press('enter', /\[group:[\s\S]*❯[^\n]*Validation/);
      await press('enter', /Request +\d/);
    },
  },
  {
    name: 'cache',
    title: 'Cache',
    walk: async ({ press }) => {
      await press('escape', /\[group:[\s\S]*❯/);
      await press('4', '1 / ');
    },
  },
  {
    name: 'calls',
    title: 'Calls',
    walk: async ({ press, type }) => {
      await press('5', 'validation ×');
      await press('escape', /Calls {3}[\d,]+ in the last/);
      await press('/', '⏎ applies');
      type('status:4xx,5xx -user:acme-shop');
      await press('enter', /\[-user:acme-shop ×\][\s\S]*❯/);
    },
  },
  {
    name: 'filter',
    title: 'Filter',
    walk: async ({ press, type }) => {
      await press('/', '⏎ applies');
      type('route:/api/');
      await press('down', /❯ \/api\/[^\n]* calls/);
    },
  },
  {
    name: 'new-key',
    title: 'New key',
    walk: async ({ press, type }) => {
      await press('escape', 'TIME ↓');
      await press('1', 'LAST CALL');
      await press('a', 'Username:');
      type('tiny-toys');
      await press('enter', 'saved');
    },
  },
];

/** Resolves when the screen has not moved for a moment. */
async function quiet({ terminal }: DashboardInTerminal): Promise<void> {
  for (let before = -1; before !== terminal.bytesWritten; ) {
    before = terminal.bytesWritten;
    await delay(200);
  }
}

const { location, stop } = await startDemo(demo);
try {
  const dashboard = await openDashboardInTerminal({
    ...size,
    databasePath: locationText(location),
    background: colors.background,
    timeZone,
  });
  for (const { name, title, walk } of scenes) {
    await walk(dashboard);
    await quiet(dashboard);
    const cellAt = (x: number, y: number) => dashboard.terminal.cell(x, y);
    writeFileSync(`docs/${name}.svg`, screenAsSvg({ ...size, ...colors, cellAt, title: `presents · ${title}` }));
  }
  await dashboard.end();
} finally {
  await stop();
}
