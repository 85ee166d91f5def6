import type { IncomingMessage, ServerResponse } from 'node:http';
import { constants } from 'node:os';
import { PresentsError } from '../../model/presents-error.ts';
import {
  aFunction,
  type Check,
  demand,
  fields,
  listOf,
  must,
  optional,
  timeoutMs,
  wholeFrom,
  yesOrNo,
} from '../../store/checks/options.ts';
import { type BlankOptions, blankEntries } from '../blanking/blank-options.ts';
import type { FailedKeysOptions } from './failed-keys.ts';
import type { RefusalReason, RequestRefusedError } from './refusal.ts';

/** Options for authenticating and logging requests, by the framework's own type of request, and of what answers one. */
export interface RequestLoggerOptions<Request, Response = ServerResponse> extends BlankOptions {
  /** Reads the key from a request, in place of `keyHeader`; one that gives none is refused. */
  readonly key?: (request: Request) => string | undefined;
  /** The header with the key (`api-key` unless given); from `authorization` it is read after `Bearer`. */
  readonly keyHeader?: string;
  /** Tells which requests pass without a key and without a user. They are not logged. */
  readonly skip?: (request: Request) => boolean;
  /** Share of the successful calls that are logged, from 0 to 1 (default: 1). Failed calls are always logged. */
  readonly sample?: number;
  /**
   * The route that is logged. `'method'`: the pattern of the route behind the method of the request, as in `GET /api/items/:id`.
   * A function is given the pattern that the framework or the path tells; where it returns undefined, that one is logged.
   */
  readonly route?: 'method' | ((request: Request, pattern: string) => string | undefined);
  /** Logs the query of the URL, as `_request.query` of the request payload. */
  readonly query?: boolean;
  /** Logs the id of the request, as `_request.id`: the framework's own, else the header `x-request-id`; or what a function returns. */
  readonly requestId?: boolean | ((request: Request) => string | undefined);
  /** Logs the trace that the request belongs to, as `_request.traceId`: of the header `traceparent`; or what a function returns. */
  readonly traceId?: boolean | ((request: Request) => string | undefined);
  /** Logs more facts about a request, as members of `_request`; asked for when its response has gone. */
  readonly fields?: (request: Request) => Readonly<Record<string, unknown>>;
  /**
   * The answer to a refused request: `'message'` is `{"error": …, "message": …}`, `'detail'` is `{"detail": …}`, as FastAPI has it.
   * A function answers by itself.
   */
  readonly refuse?:
    | 'message'
    | 'detail'
    | ((refusal: RequestRefusedError, request: Request, response: Response) => unknown);
  /** Told of every refused request; the reason is for the operator alone. */
  readonly onRefused?: (request: Request, reason: RefusalReason) => void;
  /** Names whom a failed key is counted for, behind a proxy; the remote address unless given. Of an IPv6 address, its /64 counts. */
  readonly source?: (request: Request) => string | undefined;
  /** Limits for the answers to failed keys, which come the later the more of them one source sends; false: all come at once. */
  readonly failedKeys?: false | FailedKeysOptions;
  /** The size to which each payload is cut, in bytes (4,096 unless given); 0 logs none. */
  readonly payloadBytes?: number;
  /** Told of every fault, with how many calls it cost: none if they are going to be tried again. */
  readonly onError?: (error: unknown, lostCalls: number) => void;
  /** Limit for calls that wait for the database, in bytes (default: 16 MiB); calls beyond it are lost, and counted. */
  readonly waitingBytes?: number;
  /** The signals at which everything is written first (SIGTERM and SIGINT unless given). */
  readonly signals?: readonly NodeJS.Signals[];
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
}

/** Options of the logger for `node:http` and Connect. */
export type HttpLoggerOptions = RequestLoggerOptions<IncomingMessage>;

const STORE = must(
  'what openStore gives, awaited',
  (store) => typeof store === 'object' && store !== null && 'users' in store && 'apiLogs' in store,
);

/** A check for a list of names of signals. */
export const listOfSignals = listOf<NodeJS.Signals>(
  must('a signal', (name) => typeof name === 'string' && name in constants.signals),
  'a list of signals',
);

const HEADER_NAME = must<string>(
  'the name of a header',
  (name) => typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name),
);

const FAILED_KEYS = fields<FailedKeysOptions>({
  free: optional(wholeFrom(0)),
  firstMs: optional(timeoutMs),
  slowestMs: optional(timeoutMs),
  forgetMs: optional(timeoutMs),
  sources: optional(wholeFrom(1)),
  waiting: optional(wholeFrom(0)),
});

const OPTIONS = fields<RequestLoggerOptions<never, never>>({
  key: optional(aFunction()),
  keyHeader: optional(HEADER_NAME),
  skip: optional(aFunction()),
  sample: optional(must('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)),
  route: optional(functionOr('“method” or a function', (value) => value === 'method')),
  query: optional(yesOrNo),
  requestId: optional(functionOr('true, false or a function', (value) => typeof value === 'boolean')),
  traceId: optional(functionOr('true, false or a function', (value) => typeof value === 'boolean')),
  fields: optional(aFunction()),
  refuse: optional(
    functionOr('“message”, “detail” or a function', (value) => value === 'message' || value === 'detail'),
  ),
  onRefused: optional(aFunction()),
  source: optional(aFunction()),
  failedKeys: optional((value, name, field) =>
    value === false ? undefined : FAILED_KEYS(value, name, field)?.concat(', or false'),
  ),
  payloadBytes: optional(wholeFrom(0)),
  blank: optional(blankEntries),
  blankValue: optional(aFunction()),
  onError: optional(aFunction()),
  waitingBytes: optional(wholeFrom(0)),
  signals: optional(listOfSignals),
  now: optional(aFunction()),
});

/** Throws a PresentsError, with the name of the logger in it, if that is given what is no store, or what are no options. */
export function checkOptions(name: string, store: unknown, options: RequestLoggerOptions<never, never>): void {
  demand(STORE, store, { name, field: 'store' });
  demand(OPTIONS, options, { name, field: 'options' });
  if (options.key === undefined || options.keyHeader === undefined) return;
  throw new PresentsError(`${name}: key and keyHeader cannot be given together.`, {
    code: 'invalid',
    nextStep: 'Give the one by which keys are read.',
    field: 'keyHeader',
    exitCode: 2,
  });
}

function functionOr<Type>(be: string, isWord: (value: unknown) => boolean): Check<Type> {
  return must(be, (value) => isWord(value) || typeof value === 'function');
}
