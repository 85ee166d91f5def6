import type { WhyOptions } from '../../../src/insight/why/why.ts';
import type { ComparedCall } from '../../../src/model/why.ts';
import { type Cause, type CauseKind, planters } from './causes.ts';
import { RandomStream } from './random-stream.ts';
import { DAY_SECONDS, type MadeCall, traffic } from './traffic.ts';

/** Parameters of a case; the same ones make the same case. */
export interface CaseParameters {
  readonly seed: number;
  /** `two`: two causes; `weak`: one of few calls; `status` and `time`: causes of their own; `time-all` and `null`: none. */
  readonly kind: CauseKind | 'two' | 'weak' | 'status' | 'time' | 'time-all' | 'null';
  /** Ways to select the calls. */
  readonly sel: Selection;
  readonly profile?: 'demo' | 'tail';
  /** Calls come in sessions. */
  readonly burst?: 0 | 1;
  readonly weak?: 1;
  /** Few calls of the cause among failures that are uneven by themselves. */
  readonly hard?: 1;
  /** Failed calls are fast. */
  readonly fast?: 1;
}

type Selection = 'span' | 'error' | 'slow' | 'status' | 'random';

/** A made-up comparison, and what is behind it. */
export interface WhyCase {
  readonly parameters: CaseParameters;
  readonly here: readonly ComparedCall[];
  readonly elsewhere: readonly ComparedCall[];
  readonly options: WhyOptions;
  /** The planted causes: in words, and for each call here and elsewhere. */
  readonly truths: readonly { readonly words: string; readonly holds: readonly boolean[] }[];
}

interface Span {
  readonly from: number;
  readonly length: number;
}

interface Scene {
  readonly parameters: CaseParameters;
  readonly random: RandomStream;
  readonly calls: MadeCall[];
  /** Share of the selected calls that shall be of the cause, and number of those calls where not a span is selected. */
  readonly share: number;
  readonly count: number;
  readonly span: Span;
  readonly affected: Set<MadeCall>;
}

const DAY_MS = Date.parse('2026-11-24T00:00:00Z');
const MOST_HERE = 2000;
const MOST_ELSEWHERE = 5000;
const MIXED_KINDS = ['user', 'route', 'string', 'version', 'number', 'array', 'missing'] as const;
const WEAK_KINDS = ['user', 'string', 'version', 'number', 'route'] as const;

/** Makes background traffic, plants a cause, and selects calls. */
export function makeCase(parameters: CaseParameters): WhyCase {
  const { seed, kind, sel, profile = 'demo', burst = 0 } = parameters;
  const random = new RandomStream(seed, kind + sel + (parameters.profile ?? ''));
  const callCount = Math.round(5000 * Math.exp(random.next() * 1.4));
  const calls = traffic({ profile, isBursty: burst === 1, callCount }, random);
  const share = shareOf(parameters, random);
  const count = countOf(parameters, random);
  const kinds = kindsOf(kind, random);
  const span = spanOf(calls, kind === 'null', random);
  const scene: Scene = { parameters, random, calls, share, count, span, affected: new Set() };
  const causes = plant(scene, kinds);
  calls.sort((a, b) => a.t - b.t);
  return select(scene, causes);
}

function shareOf({ hard, weak }: CaseParameters, random: RandomStream): number {
  if (hard) return random.between(0.1, 0.4);
  return weak ? random.between(0.05, 0.2) : random.between(0.35, 0.97);
}

function countOf({ hard, weak }: CaseParameters, random: RandomStream): number {
  const [least, spread] = hard ? [12, 1.8] : weak ? [40, 1.6] : [25, 3.6];
  return Math.round(least * Math.exp(random.next() * spread));
}

function kindsOf(kind: CaseParameters['kind'], random: RandomStream): readonly CauseKind[] {
  if (kind === 'two') return random.sample(MIXED_KINDS, 2);
  if (kind === 'weak') return [random.pick(WEAK_KINDS)];
  return kind in planters ? [kind as CauseKind] : [];
}

function spanOf(calls: readonly MadeCall[], isNull: boolean, random: RandomStream): Span {
  const length = random.pick([900, 1500, 3600]);
  for (;;) {
    const span = { from: 7200 + random.below(DAY_SECONDS - 4 * 3600 - length), length };
    if (calls.filter((call) => isWithin(call, span)).length >= (isNull ? 40 : 25)) return span;
  }
}

function isWithin({ t }: MadeCall, { from, length }: Span, around = 0): boolean {
  return t >= from - around && t < from + length + around;
}

function plant(scene: Scene, kinds: readonly CauseKind[]): readonly Cause[] {
  const { parameters, calls, random, span } = scene;
  switch (parameters.kind) {
    case 'null':
    case 'time-all':
      plantNothing(scene);
      return [];
    case 'status': {
      for (const call of calls) {
        if (random.chance(isWithin(call, span) ? scene.share : 0.01))
          Object.assign(call, { status: 503, msg: 'Upstream down' });
      }
      return [{ truth: 'status=503', is: ({ status }) => status === 503, make: () => undefined }];
    }
    case 'time': {
      for (const call of calls.filter((call) => isWithin(call, span))) if (random.chance(0.75)) affect(scene, call);
      const others = Math.round((scene.affected.size * (1 - scene.share)) / scene.share);
      for (const call of random.shuffled(calls).slice(0, others)) affect(scene, call);
      const truth = `time=${span.from}..${span.from + span.length}`;
      return [{ truth, is: (call) => isWithin(call, span), make: () => undefined }];
    }
    default: {
      const causes = kinds.map((kind) => planters[kind](random, calls));
      for (const cause of causes) plantCause(scene, cause, causes.length);
      if (parameters.sel !== 'span') affectOthers(scene);
      return causes;
    }
  }
}

// All traffic rises, or some calls fail, whoever they are from.
function plantNothing(scene: Scene): void {
  const { parameters, calls, random, span } = scene;
  if (parameters.sel !== 'span') {
    const count = Math.round(25 * Math.exp(random.next() * 4));
    for (const call of random.shuffled(calls).slice(0, count)) affect(scene, call);
    return;
  }
  if (parameters.kind !== 'time-all') return;
  const count = calls.filter((call) => isWithin(call, span)).length * random.between(1.5, 5);
  const near = calls.filter(({ t }) => Math.abs(t - span.from) < 7200);
  for (let turn = 0; turn < count; turn += 1) {
    calls.push({ ...structuredClone(random.pick(near)), t: span.from + random.below(span.length) });
  }
}

function affect({ parameters: { sel, fast }, random, affected }: Scene, call: MadeCall): void {
  affected.add(call);
  if (sel === 'status') Object.assign(call, { status: 503, msg: 'Upstream down' });
  if (sel === 'slow') call.ms = random.between(1000, 4000);
  if (sel !== 'error') return;
  Object.assign(call, { status: 422, msg: 'Validation failed' });
  if (fast) call.ms = random.between(0.6, 5);
}

function plantCause(scene: Scene, cause: Cause, causeCount: number): void {
  const { parameters, calls, random, span, share } = scene;
  if (parameters.sel === 'span') {
    const near = calls.filter(({ t }) => Math.abs(t - span.from) < 5400);
    const here = calls.filter((call) => isWithin(call, span)).length;
    const more = Math.max(15, Math.round((here * share) / (1 - share) / causeCount));
    for (let turn = 0; turn < Math.min(more, 6000); turn += 1) {
      const call = { ...structuredClone(random.pick(near)), t: span.from + random.below(span.length) };
      cause.make(call, random);
      calls.push(call);
    }
    return;
  }
  const wanted = Math.max(15, Math.round(scene.count / causeCount));
  const strength = parameters.hard ? random.between(0.2, 0.7) : random.between(0.5, 1);
  const lacking = Math.round(wanted / strength) - calls.filter(cause.is).length;
  if (lacking > 0) {
    const others = random.shuffled(calls).filter((call) => !cause.is(call) && !scene.affected.has(call));
    for (const call of others.slice(0, lacking)) cause.make(call, random);
  }
  const having = random.shuffled(calls.filter(cause.is));
  const least = parameters.weak ? 0 : Math.round(having.length * strength);
  for (const call of having.slice(0, Math.max(wanted, least))) affect(scene, call);
}

/** Other calls are affected, too, so that those of the cause have their share. */
function affectOthers(scene: Scene): void {
  const { parameters, calls, random, affected, share } = scene;
  const left = calls.filter((call) => !affected.has(call));
  const others = parameters.hard ? unevenly(left, random) : random.shuffled(left);
  const count = Math.min(Math.round(calls.length * 0.35), Math.round((affected.size * (1 - share)) / share));
  for (const call of others.slice(0, count)) affect(scene, call);
  if (parameters.sel === 'error') return;
  for (const call of calls) {
    if (!affected.has(call) && random.chance(0.02)) Object.assign(call, { status: 404, msg: 'not found' });
  }
}

// Some users and routes fail more by themselves.
function unevenly(calls: readonly MadeCall[], random: RandomStream): readonly MadeCall[] {
  const factors = new Map<string, number>();
  const factor = (name: string, deviation: number) => {
    const known = factors.get(name) ?? Math.exp(deviation * random.normal());
    factors.set(name, known);
    return known;
  };
  return calls
    .map((call) => {
      const wait = -Math.log(1 - random.next());
      return { call, at: wait / (factor(`u${call.user}`, 0.8) * factor(`r${call.route}`, 0.6)) };
    })
    .sort((a, b) => a.at - b.at)
    .map(({ call }) => call);
}

function select(scene: Scene, causes: readonly Cause[]): WhyCase {
  const { parameters, span } = scene;
  const { isHere, isElsewhere, options } = selection(scene);
  const here = evenly(scene.calls.filter(isHere), MOST_HERE);
  const elsewhere = evenly(scene.calls.filter(isElsewhere), MOST_ELSEWHERE);
  const timeSpan = { from: msOf(span.from), to: msOf(span.from + span.length) };
  return {
    parameters,
    here: here.map(toCompared),
    elsewhere: elsewhere.map(toCompared),
    options: { chosenBy: options, ...(parameters.sel === 'span' ? { span: timeSpan } : {}) },
    truths: causes.map(({ truth, is }) => ({ words: truth, holds: [...here, ...elsewhere].map(is) })),
  };
}

function selection({ parameters, span, affected }: Scene) {
  const chosen = (isHere: (call: MadeCall) => boolean, options: WhyOptions['chosenBy']) => ({
    isHere,
    isElsewhere: (call: MadeCall) => !isHere(call),
    options,
  });
  switch (parameters.sel) {
    case 'span': {
      const around = Math.max(3600, 4 * span.length);
      const isHere = (call: MadeCall) => isWithin(call, span);
      return {
        ...chosen(isHere, ['time']),
        isElsewhere: (call: MadeCall) => !isHere(call) && isWithin(call, span, around),
      };
    }
    case 'error':
      return {
        ...chosen(({ status }) => status === 422, ['status']),
        isElsewhere: ({ status }: MadeCall) => status < 400,
      };
    case 'status':
      return chosen(({ status }) => status === 503, ['status']);
    case 'slow':
      return chosen(({ ms }) => ms >= 1000, ['ms']);
    case 'random':
      return chosen((call) => affected.has(call), []);
  }
}

function evenly(calls: readonly MadeCall[], most: number): readonly MadeCall[] {
  if (calls.length <= most) return calls;
  const places = Array.from({ length: most }, (_, index) => Math.floor((index * calls.length) / most));
  return places.flatMap((place) => calls[place] ?? []);
}

function msOf(second: number): number {
  return DAY_MS + second * 1000;
}

function toCompared({ t, user, route, status, ms, msg, req }: MadeCall): ComparedCall {
  const requestPayload = req === null ? null : JSON.stringify(req);
  return {
    at: msOf(t),
    username: user,
    route,
    statusCode: status,
    ms,
    message: msg,
    requestBytes: requestPayload === null ? null : Buffer.byteLength(requestPayload),
    requestPayload,
  };
}
