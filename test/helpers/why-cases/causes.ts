import type { RandomStream } from './random-stream.ts';
import { INTERESTS, type MadeCall, type MadeRequest, OCCASIONS, recipient } from './traffic.ts';

/** A cause: which calls it is about, and how a call becomes one of them. */
export interface Cause {
  readonly truth: string;
  readonly is: (call: MadeCall) => boolean;
  readonly make: (call: MadeCall, random: RandomStream) => void;
}

type Planter = (random: RandomStream, calls: readonly MadeCall[]) => Cause;

const WHOLE_LENGTH = 80;

/** The causes by their kind. Planting one may change the calls, so that what it is about exists elsewhere, too. */
export const planters = {
  user(random, calls) {
    const { user } = random.pick(calls);
    return { truth: `user=${user}`, is: (call) => call.user === user, make: (call) => set(call, { user }) };
  },
  route(random, calls) {
    const { route } = random.pick(calls);
    const examples = ofRoute(calls, route).slice(0, 50);
    const [first] = examples;
    const make: Cause['make'] = (call, stream) => {
      const { req } = stream.pick(first ? [...examples, first] : calls);
      set(call, { route, req: structuredClone(req) });
    };
    return { truth: `route=${route}`, is: (call) => call.route === route, make };
  },
  'user×route'(random, calls) {
    let { user, route } = random.pick(calls.filter(({ req }) => req));
    if (calls.filter((call) => call.user === user && call.route !== route).length < 20) {
      random.below(Math.floor(calls.length / 2));
      user = often(calls, random, 'user');
      route = random.pick(calls.filter((call) => call.user === user)).route;
    }
    const examples = ofRoute(calls, route).slice(0, WHOLE_LENGTH);
    return {
      truth: `user=${user} & route=${route}`,
      is: (call) => call.user === user && call.route === route,
      make: (call, stream) => set(call, { user, route, req: structuredClone(stream.pick(examples).req) }),
    };
  },
  string(random) {
    const value = random.pick([
      ...['hanukkah', 'easter', 'halloween'],
      ...[OCCASIONS[random.below(7)] ?? '', OCCASIONS[random.below(7)] ?? ''],
    ]);
    return {
      truth: `req.occasion=${value}`,
      is: ({ req }) => req?.occasion === value,
      make: (call) => {
        requestOf(call).occasion = value;
      },
    };
  },
  number: plantNumber,
  missing(random) {
    const field = random.pick(['relation', 'interests'] as const);
    return {
      truth: `req.recipient.${field} missing`,
      is: ({ req }) => req?.recipient !== undefined && req.recipient[field] === undefined,
      make: (call, stream) => {
        delete recipientOf(call, stream)[field];
      },
    };
  },
  array(random) {
    const least = 5 + random.below(4);
    return {
      truth: `#req.recipient.interests>=${least}`,
      is: ({ req }) => (req?.recipient?.interests?.length ?? 0) >= least,
      make: (call, stream) => {
        recipientOf(call, stream).interests = stream.sample(INTERESTS, least + stream.below(12 - least + 1));
      },
    };
  },
  nested(random, calls) {
    const mode = random.pick(['express', 'drone', 'pickup']);
    for (const { req } of calls) {
      if (!req || !random.chance(0.5)) continue;
      const modes = ['standard', 'standard', 'express', 'pickup', 'letter'];
      req.options = { delivery: { mode: random.pick(modes), days: random.below(9) } };
    }
    return {
      truth: `req.options.delivery.mode=${mode}`,
      is: ({ req }) => req?.options?.delivery.mode === mode,
      make: (call, stream) => {
        requestOf(call).options = { delivery: { mode, days: stream.below(9) } };
      },
    };
  },
  size(random) {
    const least = 6000 + random.below(6000);
    return {
      truth: `size>=${least}`,
      is: (call) => sizeOf(call) >= least,
      make: (call, stream) => {
        requestOf(call).note = 'y'.repeat(least + Math.floor(least * stream.next() * 3));
      },
    };
  },
  version(random) {
    const version = random.pick(['4.2.0-rc1', '5.0.0', '4.1.1']);
    return {
      truth: `req.client.version=${version}`,
      is: ({ req }) => req?.client?.version === version,
      make: (call) => {
        const request = requestOf(call);
        request.client ??= { name: 'curl' };
        request.client.version = version;
      },
    };
  },
  'route×size': plantRouteAndSize,
  // One user on a common route: the route is not the cause.
  'conf-user'(random, calls) {
    const user = 'lone-wolf';
    const route = often(calls, random, 'route');
    const base = ofRoute(calls, route);
    const examples = base.slice(0, WHOLE_LENGTH);
    for (const call of base) if (random.chance(0.04)) call.user = user;
    return {
      truth: `user=${user}`,
      is: (call) => call.user === user,
      make: (call, stream) => set(call, { user, route, req: structuredClone(stream.pick(examples).req) }),
    };
  },
  // A route that mostly one user calls: the user is not the cause.
  'conf-route'(random, calls) {
    const route = '/api/export';
    const user = often(calls, random, 'user');
    const examples = calls.filter(({ req }) => req).slice(0, WHOLE_LENGTH);
    for (const call of calls) {
      if (!random.chance(0.03)) continue;
      call.route = route;
      if (random.chance(0.6)) call.user = user;
    }
    const make: Cause['make'] = (call, stream) => {
      call.route = route;
      if (stream.chance(0.6)) call.user = user;
      call.req = structuredClone(stream.pick(examples).req);
    };
    return { truth: `route=${route}`, is: (call) => call.route === route, make };
  },
} as const satisfies Readonly<Record<string, Planter>>;

/** Kind of a cause that one planter makes. */
export type CauseKind = keyof typeof planters;

function plantNumber(random: RandomStream): Cause {
  const variant = random.below(4);
  const [low, width] =
    variant === 0
      ? [-40, 39]
      : variant === 1
        ? [55, 20]
        : variant === 2
          ? [200 + random.below(60), Number.NaN]
          : [20 + random.below(20), 30];
  const high = Number.isNaN(width) ? 400 : low + width;
  const isAge = variant < 2;
  return {
    truth: `req.${isAge ? 'age' : 'budget'}=${low}..${high}`,
    is: ({ req }) => {
      const value = isAge ? req?.recipient?.age : req?.budget;
      return value !== undefined && value >= low && value <= high;
    },
    make: (call, stream) => {
      const value = low + stream.below(high - low + 1);
      if (isAge) recipientOf(call, stream).age = value;
      else requestOf(call).budget = value;
    },
  };
}

function plantRouteAndSize(random: RandomStream, calls: readonly MadeCall[]): Cause {
  const withRequest = calls.filter(({ req }) => req);
  const { route } = random.pick(withRequest);
  const examples = ofRoute(withRequest, route).slice(0, WHOLE_LENGTH);
  const least = 3000;
  const lengthen = (call: MadeCall, stream: RandomStream) => {
    requestOf(call).note = 'z'.repeat(least + stream.below(9000));
  };
  for (const call of withRequest) if (call.route !== route && random.chance(0.06)) lengthen(call, random);
  return {
    truth: `route=${route} & size>=${least}`,
    is: (call) => call.route === route && sizeOf(call) >= least,
    make: (call, stream) => {
      set(call, { route, req: structuredClone(stream.pick(examples).req) });
      lengthen(call, stream);
    },
  };
}

function set(call: MadeCall, values: Partial<MadeCall>): void {
  Object.assign(call, values);
}

function requestOf(call: MadeCall): MadeRequest {
  call.req ??= { client: { name: 'curl', version: '4.0.1' }, meta: { locale: 'en' } };
  return call.req;
}

function recipientOf(call: MadeCall, random: RandomStream) {
  const request = requestOf(call);
  request.recipient ??= recipient(random);
  return request.recipient;
}

function sizeOf({ req }: MadeCall): number {
  return req === null ? 0 : JSON.stringify(req).length;
}

function ofRoute(calls: readonly MadeCall[], route: string): readonly MadeCall[] {
  return calls.filter((call) => call.route === route);
}

/** One of the eight values that most calls have. */
function often(calls: readonly MadeCall[], random: RandomStream, field: 'user' | 'route'): string {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call[field], (counts.get(call[field]) ?? 0) + 1);
  return random.pick([...counts].sort(([, a], [, b]) => b - a).slice(0, 8))[0];
}
