import { type IncomingMessage, type ServerResponse, validateHeaderName } from 'node:http';
import type { NewApiCall } from '../../model/call.ts';
import type { User } from '../../model/user.ts';
import { anObject, anything, demand, fields, optional, text } from '../../store/checks/options.ts';
import type { Store } from '../../store/store.ts';
import { Blanking } from '../blanking/blanking.ts';
import { KeySpellings } from '../blanking/key-spellings.ts';
import { report } from '../report.ts';
import { answerRefused, readApiKey } from './api-key.ts';
import { CallBatches, type CallCounts } from './call-batches.ts';
import { type BrokenEnd, CUT_BY_SHUTDOWN } from './ending.ts';
import type { HttpLoggerOptions } from './http-logger-options.ts';
import { PAYLOAD_BYTES } from './payloads.ts';
import { RequestRefusedError } from './refusal.ts';
import { isClosed } from './tapping.ts';
import { beforeTermination } from './termination.ts';
import { type CallDescription, type Exchange, memoryOf, WatchedCall, type WatchOptions } from './watched-call.ts';

/** Counts of requests by outcome so far; `refused` were answered 401 and have no user to log them for. */
export interface HttpLoggerCounts extends CallCounts {
  readonly refused: number;
}

const WAITING_BYTES = 16 * 1_048_576;

const DESCRIPTION = fields<CallDescription>({ route: optional(text), error: anything });

/** The requests of a server from their arrival to the log. */
export class RequestRecorder {
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

  /** The user of a request, which is logged from now on, or why it is refused; that is left to the framework to answer. */
  readonly admit = async (request: IncomingMessage, response: ServerResponse): Promise<User | RequestRefusedError> => {
    const known = this.#callOf(request);
    if (known !== undefined) return known.user;
    const startedAtMs = performance.now();
    const apiKey = readApiKey(request, this.#keyHeader);
    try {
      const user = apiKey === undefined ? undefined : await this.#users.authenticate(apiKey);
      if (user !== undefined) return this.#follow(user, { request, response, startedAtMs, apiKey: apiKey ?? '' });
    } catch (error) {
      this.#report(error, 0);
      return new RequestRefusedError('unavailable', this.#keyHeader, error);
    }
    this.#refused += 1;
    return new RequestRefusedError(apiKey === undefined ? 'missing' : 'unknown', this.#keyHeader);
  };

  /** As `admit`, and answers what is refused. */
  readonly begin = async (request: IncomingMessage, response: ServerResponse): Promise<User | undefined> => {
    const admitted = await this.admit(request, response);
    if (!(admitted instanceof RequestRefusedError)) return admitted;
    answerRefused(response, admitted);
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
