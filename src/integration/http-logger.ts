import { type IncomingMessage, type ServerResponse, validateHeaderName } from 'node:http';
import { constants } from 'node:os';
import type { NewApiCall } from '../model/call.ts';
import type { User } from '../model/user.ts';
import {
  aFunction,
  anObject,
  anything,
  demand,
  fields,
  filledText,
  listOf,
  must,
  optional,
  text,
  wholeFrom,
} from '../store/checks/options.ts';
import type { Store } from '../store/store.ts';
import { answerUnauthorized, answerUnavailable, readApiKey } from './api-key.ts';
import { Blanking } from './blanking/blanking.ts';
import { KeySpellings } from './blanking/key-spellings.ts';
import { CallBatches, type CallCounts } from './call-batches.ts';
import { type BrokenEnd, CUT_BY_SHUTDOWN } from './ending.ts';
import { PAYLOAD_BYTES } from './payloads.ts';
import { report } from './report.ts';
import { isClosed } from './tapping.ts';
import { beforeTermination } from './termination.ts';
import { type CallDescription, type Exchange, memoryOf, WatchedCall, type WatchOptions } from './watched-call.ts';

/** Hands a request on to the next handler, or an error to the next that takes one. */
export type Next = (error?: unknown) => void;

/** Options for authenticating and logging requests. */
export interface HttpLoggerOptions {
  /** The header with the key (`api-key` unless given); from `authorization` it is read after `Bearer`. */
  readonly keyHeader?: string;
  /** The size to which each payload is cut, in bytes (4,096 unless given); 0 logs none. */
  readonly payloadBytes?: number;
  /** Fields whose values are blanked in payloads, in any spelling; what is named like a secret always is. */
  readonly blank?: readonly string[];
  /** The pattern of the route, where neither Express nor the path tells it. */
  readonly route?: (request: IncomingMessage) => string | undefined;
  /** Told of every fault of the database, with how many calls it cost: none where they are going to be tried again. */
  readonly onError?: (error: unknown, lostCalls: number) => void;
  /** Limit for calls that wait for the database, in bytes (default: 16 MiB); calls beyond it are lost, and counted. */
  readonly waitingBytes?: number;
  /** The signals at which everything is written first (SIGTERM and SIGINT unless given). */
  readonly signals?: readonly NodeJS.Signals[];
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
}

/** Counts of requests by outcome so far; `refused` were answered 401 and have no user to log them for. */
export interface HttpLoggerCounts extends CallCounts {
  readonly refused: number;
}

/** Authenticates requests and logs them once they are answered: as middleware of Express and Connect, or by `begin`. */
export interface HttpLogger {
  (request: IncomingMessage, response: ServerResponse, next: Next): void;
  /** The user of a request, which is logged from now on; undefined where it was refused, and answered. Never rejects. */
  begin(request: IncomingMessage, response: ServerResponse): Promise<User | undefined>;
  /** Adds what a framework knows of a request that was begun. Throws a UserError where it is no description. */
  describe(request: IncomingMessage, description: CallDescription): void;
  /** Error middleware of Express and Connect: notes what a handler threw, and hands it on. */
  readonly noteError: (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;
  /** Counts of requests by outcome so far. */
  counts(): HttpLoggerCounts;
  /** Writes what waits, if it can be written now. Never rejects. */
  flush(): Promise<void>;
  /** Writes what waits, gives up what cannot be written, and listens to signals no more. Never rejects. */
  close(): Promise<void>;
}

const WAITING_BYTES = 16 * 1_048_576;

/**
 * Authenticates the requests of a server by their API key, and logs each one after its response has gone. Throws where
 * `keyHeader` can be no header, or a size is none.
 */
export function httpLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HttpLoggerOptions = {}): HttpLogger {
  checkOptions(store, options);
  const recorder = new Recorder(store, options);
  const middleware = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    demand(aFunction(), next, { name: 'httpLogger', field: 'next' });
    recorder.begin(request, response).then((user) => {
      // What a handler throws is its own affair, not that of this promise.
      if (user !== undefined) queueMicrotask(next);
    });
  };
  const noteError: HttpLogger['noteError'] = (error, request, _response, next) => {
    recorder.describe(request, { error });
    next(error);
  };
  return Object.assign(middleware, {
    noteError,
    begin: recorder.begin,
    describe: recorder.describe,
    counts: recorder.counts,
    flush: recorder.flush,
    close: recorder.close,
  });
}

/** The user whom the logger put on a request. Throws where the request did not pass it. */
export function userOf(request: IncomingMessage): User {
  const { user }: IncomingMessage & { readonly user?: User } = request;
  if (user === undefined) throw new Error('The request has no user: it did not pass the logger.');
  return user;
}

const STORE = must(
  'what openStore gives, awaited',
  (store) => typeof store === 'object' && store !== null && 'users' in store && 'apiLogs' in store,
);
const OPTIONS = fields<HttpLoggerOptions>({
  keyHeader: optional(filledText),
  payloadBytes: optional(wholeFrom(0)),
  blank: optional(listOf(filledText, 'a list of names')),
  route: optional(aFunction()),
  onError: optional(aFunction()),
  waitingBytes: optional(wholeFrom(0)),
  signals: optional(
    listOf(
      must('a signal', (name) => typeof name === 'string' && name in constants.signals),
      'a list of signals',
    ),
  ),
  now: optional(aFunction()),
});

const DESCRIPTION = fields<CallDescription>({ route: optional(text), error: anything });

function checkOptions(store: unknown, options: HttpLoggerOptions): void {
  demand(STORE, store, { name: 'httpLogger', field: 'store' });
  demand(OPTIONS, options, { name: 'httpLogger', field: 'options' });
}

/** The requests of a server from their arrival to the log. */
class Recorder {
  readonly #users: Store['users'];
  readonly #options: HttpLoggerOptions;
  readonly #keyHeader: string;
  readonly #watch: WatchOptions;
  // On the request itself: a WeakMap of requests has the garbage collector keep all of them for its slow rounds, and pause
  // four times as long for the quick ones.
  readonly #call = Symbol('call');
  readonly #batches: CallBatches;
  readonly #forgetSignals: () => void;
  /** Calls whose responses have not gone yet. */
  readonly #underWay = new Map<WatchedCall, IncomingMessage>();
  #refused = 0;

  constructor({ users, apiLogs }: Pick<Store, 'users' | 'apiLogs'>, options: HttpLoggerOptions) {
    this.#users = users;
    this.#options = options;
    this.#keyHeader = options.keyHeader ?? 'api-key';
    validateHeaderName(this.#keyHeader);
    this.#watch = {
      payloadBytes: options.payloadBytes ?? PAYLOAD_BYTES,
      blanking: new Blanking(options.blank ?? []),
      keySpellings: new KeySpellings(),
      now: options.now ?? (() => new Date()),
    };
    const write = (calls: readonly NewApiCall[]) => apiLogs.logMany(calls);
    const waitingBytes = options.waitingBytes ?? WAITING_BYTES;
    this.#batches = new CallBatches({ write, onError: this.#report, waitingBytes });
    // A program that goes on to its own end closes the logger there.
    this.#forgetSignals = beforeTermination(options.signals ?? ['SIGTERM', 'SIGINT'], (endsProcess) =>
      endsProcess ? this.#end() : this.#batches.flush(),
    );
  }

  readonly begin = async (request: IncomingMessage, response: ServerResponse): Promise<User | undefined> => {
    const known = this.#callOf(request);
    if (known !== undefined) return known.user;
    const startedAtMs = performance.now();
    const apiKey = readApiKey(request, this.#keyHeader);
    try {
      const user = apiKey === undefined ? undefined : await this.#users.authenticate(apiKey);
      if (user !== undefined) return this.#follow(user, { request, response, startedAtMs, apiKey: apiKey ?? '' });
    } catch (error) {
      this.#report(error, 0);
      answerUnavailable(response);
      return undefined;
    }
    this.#refused += 1;
    answerUnauthorized(response, this.#keyHeader, apiKey !== undefined);
    return undefined;
  };

  readonly describe = (request: IncomingMessage, description: CallDescription): void => {
    demand(anObject, request, { name: 'describe', field: 'request' });
    demand(DESCRIPTION, description, { name: 'describe', field: 'description' });
    this.#callOf(request)?.describe(description);
  };

  readonly counts = (): HttpLoggerCounts => ({ ...this.#batches.counts, refused: this.#refused });

  readonly flush = (): Promise<void> => this.#batches.flush();

  readonly close = (): Promise<void> => {
    this.#forgetSignals();
    return this.#end();
  };

  /** Records also what is cut off, and writes all of it. */
  #end(): Promise<void> {
    for (const [call, request] of this.#underWay)
      this.#record(request, call, { isFinished: false, cut: CUT_BY_SHUTDOWN });
    this.#underWay.clear();
    return this.#batches.end();
  }

  #follow(user: User, exchange: Exchange): User {
    const { request, response } = exchange;
    const call = new WatchedCall(user, exchange, this.#watch);
    Object.assign(request, { [this.#call]: call });
    // Also where what comes before has made it read-only.
    Object.defineProperty(request, 'user', { value: user, writable: true, enumerable: true, configurable: true });
    this.#underWay.set(call, request);
    const record = (isFinished: boolean) => () => {
      if (this.#underWay.delete(call)) this.#record(request, call, { isFinished });
    };
    // A response that was cut off never finishes, and one that is only imitated, as tests do, may never close.
    response.once('finish', record(true)).once('close', record(false));
    if (isClosed(response)) record(response.writableFinished)();
    return user;
  }

  #callOf(request: IncomingMessage): WatchedCall | undefined {
    const call: unknown = Reflect.get(request, this.#call);
    return call instanceof WatchedCall ? call : undefined;
  }

  #record(
    request: IncomingMessage,
    call: WatchedCall,
    { isFinished, cut }: { readonly isFinished: boolean; readonly cut?: BrokenEnd },
  ): void {
    try {
      const route = this.#options.route?.(request);
      demand(optional(text), route, { name: 'httpLogger', field: 'route' });
      call.describe({ route });
      const apiCall = call.toApiCall(isFinished, cut);
      this.#batches.add(apiCall, memoryOf(apiCall));
    } catch (error) {
      // Whatever is wrong with the log, it must not become a fault of the server.
      this.#batches.giveUp(error);
    }
  }

  readonly #report = (error: unknown, lostCalls: number): void => {
    report(() => this.#options.onError?.(error, lostCalls));
  };
}
