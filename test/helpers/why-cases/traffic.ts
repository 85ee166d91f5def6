import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseCsv } from '../csv.ts';
import type { RandomStream } from './random-stream.ts';

/** A person that a gift is for. */
export interface Recipient {
  age?: number;
  relation?: string;
  interests?: string[];
}

/** The request of a made-up call. */
export interface MadeRequest {
  occasion?: string;
  budget?: number;
  recipient?: Recipient;
  note?: string;
  client?: { name: string; version?: string };
  meta?: { trace?: string; locale?: string; retry?: boolean };
  options?: { delivery: { mode: string; days: number } };
  requests?: readonly MadeRequest[];
  [key: string]: unknown;
}

/** A made-up call, which causes may change. */
export interface MadeCall {
  /** Second of the day. */
  t: number;
  user: string;
  route: string;
  req: MadeRequest | null;
  status: number;
  ms: number;
  msg: string | null;
}

/** Traffic of a day: the demo's kind, or that of a real website; even, or in sessions. */
export interface TrafficOptions {
  readonly profile: 'demo' | 'tail';
  readonly isBursty: boolean;
  readonly callCount: number;
}

export const DAY_SECONDS = 86_400;
export const OCCASIONS = [
  'birthday',
  'christmas',
  'wedding',
  'anniversary',
  'graduation',
  'housewarming',
  'retirement',
];
export const INTERESTS =
  'cooking,gardening,hiking,jazz,photography,board games,science fiction,pottery,cycling,chess,tea,astronomy'.split(
    ',',
  );

const RELATIONS = 'mother,father,partner,sister,brother,friend,colleague,grandparent,child'.split(',');
const SHOP = [10, 6, 4, 3, 3, 5, 12, 25, 42, 58, 72, 82, 88, 84, 80, 82, 87, 92, 97, 100, 92, 66, 38, 20].map(percent);
const OFFICE = [2, 1, 1, 1, 1, 2, 6, 25, 70, 95, 100, 96, 62, 82, 97, 94, 80, 50, 22, 12, 8, 6, 4, 3].map(percent);
const ROBOT = Array<number>(24).fill(0.8);
const CLIENTS = ['sdk-js', 'sdk-py', 'sdk-php', 'curl', 'shopkit'];
const VERSIONS = ['3.8.2', '3.9.0', '4.0.1', '4.1.0'];
const FILE = join(import.meta.dirname, '../../fixtures/website/website-10k.csv.gz');
const WEBSITE_SECONDS = 298_900;

interface Route {
  readonly path: string;
  readonly weight: number;
  readonly ms: number;
  readonly deviation: number;
  readonly request: (random: RandomStream) => MadeRequest | null;
}

interface User {
  readonly name: string;
  readonly weight: number;
  readonly day: readonly number[];
  readonly hoursOff: number;
  readonly mix: readonly number[];
  readonly client: string;
  readonly versions: readonly [string, string];
  readonly locale: string;
}

const ROUTES: readonly Route[] = [
  route('/api/predict', 38, 42, 0.55, (random) => ({ ...prediction(random), note: note(random) })),
  route('/api/products/classify', 19, 165, 0.6, (random) => ({ productId: productId(random), text: note(random) })),
  route('/api/gifts/rank', 17, 88, 0.5, (random) => ({
    recipient: recipient(random),
    candidates: Array.from({ length: 2 + random.below(4) }, () => productId(random)),
  })),
  route('/api/users/me', 11, 6, 0.4, () => null),
  route('/api/health', 9, 1.4, 0.35, () => null),
  route('/api/batch', 6, 260, 0.65, (random) => ({
    requests: Array.from({ length: 1 + random.below(5) }, () => prediction(random)),
  })),
];

/** The calls of a day without any cause, in the order of their times. */
export function traffic(options: TrafficOptions, random: RandomStream): MadeCall[] {
  const calls = options.profile === 'tail' ? websiteCalls(options, random) : demoCalls(options, random);
  return calls.sort((a, b) => a.t - b.t);
}

/** A made-up person. */
export function recipient(random: RandomStream): Recipient {
  return {
    age: 3 + random.below(85),
    relation: random.pick(RELATIONS),
    interests: random.sample(INTERESTS, 1 + random.below(3)),
  };
}

function percent(share: number): number {
  return share / 100;
}

function route(path: string, weight: number, ms: number, deviation: number, request: Route['request']): Route {
  return { path, weight, ms, deviation, request };
}

function productId(random: RandomStream): string {
  return `P${String(random.below(2000)).padStart(5, '0')}`;
}

function prediction(random: RandomStream): MadeRequest {
  return { occasion: random.pick(OCCASIONS), budget: 5 * (2 + random.below(60)), recipient: recipient(random) };
}

function note(random: RandomStream): string {
  return 'x'.repeat(Math.min(4000, Math.round(40 * Math.exp(0.8 * random.normal()))));
}

function demoUsers(random: RandomStream): readonly User[] {
  return Array.from({ length: 60 }, (_, index) => ({
    name: `user-${index + 1}`,
    weight: (index + 2) ** -0.95,
    day: random.pick([SHOP, SHOP, SHOP, OFFICE, ROBOT]),
    hoursOff: random.pick([0, 1, 1, 1, 2, 2, -5, 9]),
    mix: routeMix(random),
    client: random.pick(CLIENTS),
    versions: [random.pick(VERSIONS), random.pick(VERSIONS)],
    locale: random.pick(['de', 'de', 'en', 'en', 'fr', 'ja']),
  }));
}

function routeMix(random: RandomStream): readonly number[] {
  if (!random.chance(0.15)) return ROUTES.map(({ weight }) => weight * Math.exp(0.6 * random.normal()));
  const only = random.below(ROUTES.length);
  return ROUTES.map((_, index) => (index === only ? 1 : 0));
}

function demoCalls({ isBursty, callCount }: TrafficOptions, random: RandomStream): MadeCall[] {
  const users = demoUsers(random);
  const hourly = Array.from({ length: 24 }, (_, hour) =>
    users.map(({ weight, day, hoursOff }) => weight * (day[(hour + hoursOff + 24) % 24] ?? 0)),
  );
  const totals = hourly.map((weights) => weights.reduce((a, b) => a + b, 0));
  const calls: MadeCall[] = [];
  while (calls.length < callCount) {
    const hour = random.weighted(totals);
    const user = users[random.weighted(hourly[hour] ?? [])];
    const start = hour * 3600 + random.below(3600);
    const count = isBursty ? 1 + Math.floor(-Math.log(1 - random.next()) * 5) : 1;
    for (let turn = 0; turn < count && calls.length < callCount && user; turn += 1) {
      calls.push(demoCall(random, user, Math.min(DAY_SECONDS - 1, start + random.below(isBursty ? 300 : 1))));
    }
  }
  return calls;
}

function demoCall(random: RandomStream, user: User, t: number): MadeCall {
  const route = ROUTES[random.weighted(user.mix)];
  if (!route) throw new Error('no route');
  const body = route.request(random);
  const req = body && {
    ...body,
    client: { name: user.client, version: user.versions[random.chance(0.7) ? 0 : 1] },
    meta: { trace: random.hex(16), locale: user.locale, retry: random.chance(0.03) },
  };
  const ms = Math.min(900, route.ms * Math.exp(route.deviation * random.normal()));
  return { t, user: user.name, route: route.path, req, status: 200, ms, msg: null };
}

interface WebsiteRequest {
  readonly secondsBefore: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly agent: string;
}

function websiteCalls({ isBursty, callCount }: TrafficOptions, random: RandomStream): MadeCall[] {
  const rows = websiteRequests();
  if (isBursty) {
    return rows.map((row) =>
      websiteCall(row, Math.floor(DAY_SECONDS * (1 - row.secondsBefore / WEBSITE_SECONDS)), random),
    );
  }
  return Array.from({ length: callCount }, () => {
    let hour: number;
    do hour = random.below(24);
    while (!random.chance(SHOP[hour] ?? 0));
    const row = random.pick(rows);
    return websiteCall(row, hour * 3600 + random.below(3600), random);
  });
}

function websiteRequests(): readonly WebsiteRequest[] {
  const [, ...rows] = parseCsv(gunzipSync(readFileSync(FILE)).toString());
  return rows
    .map(([seconds, host = '', method = '', path = '', status, bytes, agent = '']) => ({
      secondsBefore: Number(seconds),
      host,
      method,
      path,
      status: Number(status),
      bytes: Number(bytes) || 0,
      agent,
    }))
    .filter(({ path, agent }) => path !== '' && agent !== '');
}

function websiteCall(
  { host, method, path, status, bytes, agent }: WebsiteRequest,
  t: number,
  random: RandomStream,
): MadeCall {
  return {
    t,
    user: host,
    route: path.slice(0, 200),
    status: status >= 400 ? 200 : status,
    ms: Math.min(900, (2 + bytes / 4000) * Math.exp(0.7 * random.normal()) * 4),
    msg: null,
    req: {
      method,
      agent: agent.slice(0, 200),
      bytes,
      ext: /\.(\w{1,5})$/.exec(path.split('?')[0] ?? '')?.[1] ?? '',
      q: path.includes('?'),
      client: { name: random.pick(CLIENTS), version: random.pick(VERSIONS) },
      recipient: recipient(random),
      budget: 5 * (2 + random.below(60)),
      occasion: random.pick(OCCASIONS),
      meta: { trace: random.hex(16), retry: false },
    },
  };
}
