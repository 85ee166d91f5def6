import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NewApiCall } from '../../model/call.ts';
import type { User } from '../../model/user.ts';
import { anObject, anything, clockOf, demand, fields, optional, text } from '../../store/checks/options.ts';
import type { Store } from '../../store/store.ts';
import { Blanking } from '../blanking/blanking.ts';
import { KeySpellings } from '../blanking/key-spellings.ts';
import { type Arrival, NodeArrival } from './arrival.ts';
import { CallBatches, type CallCounts } from './call-batches.ts';
import { type CallDescription, CallRecord, memoryOf, type RecordOptions } from './call-record.ts';
import type { CallUnderWay } from './call-under-way.ts';
import { type BrokenEnd, CUT_BY_SHUTDOWN } from './ending.ts';
import { Gate, type GateCounts } from './gate.ts';
import { checkOptions, type RequestLoggerOptions } from './http-logger-options.ts';
import { OptionFunctions } from './option-functions.ts';
import { PAYLOAD_BYTES } from './payloads.ts';
import { RequestRefusedError } from './refusal.ts';
import { isClosed } from './tapping.ts';
import { beforeTermination } from './termination.ts';
import { ToldCall } from './told-call.ts';
import { WatchedCall } from './watched-call.ts';

/** Counts of requests by outcome so far. */
export interface HttpLoggerCounts extends CallCounts, GateCounts {
  /** Successful calls that `sample` left out of the log. */
  readonly sampledOut: number;
  /** Admitted requests whose responses have not gone yet. */
  readonly underWay: number;
}

const WAITING_BYTES = 16 * 1_048_576;

const DESCRIPTION = fields<CallDescription>({
  route: optional(text),
  error: anything,
  thrown: anything,
  requestId: optional(text),
});

/**
 * The requests of a server from their arrival to the log. A framework on Node hands it Node's own objects (`admit`), which are
 * watched; one on anything else describes the request (`open`) and tells how it goes on.
 */
export class RequestRecorder<Request> {
  readonly #sample: number;
  readonly #functions: OptionFunctions<Request>;
  readonly #gate: Gate<Request>;
  readonly #records: RecordOptions<Request>;
  // On the request itself: a WeakMap of requests has the garbage collector keep all of them for its slow rounds, and pause
  // four times as long for the quick ones.
  readonly #call = Symbol('call');
  readonly #batches: CallBatches;
  readonly #forgetSignals: () => void;
  /** Calls whose responses have not gone yet. */
  readonly #underWay = new Set<CallUnderWay<Request>>();
  #sampledOut = 0;

  /** Throws a PresentsError, with the name of the logger in it, if what it is given is no store, or no options. */
  constructor(name: string, store: Pick<Store, 'users' | 'apiLogs'>, options: RequestLoggerOptions<Request, never>) {
    checkOptions(name, store, options);
    this.#sample = options.sample ?? 1;
    this.#functions = new OptionFunctions(name, options);
    this.#gate = new Gate(store.users, options, this.#functions);
    this.#records = {
      payloadBytes: options.payloadBytes ?? PAYLOAD_BYTES,
      blanking: new Blanking(options, this.#functions.report),
      keySpellings: new KeySpellings(),
      functions: this.#functions,
      now: clockOf(options, name),
    };
    const write = (calls: readonly NewApiCall[]) => store.apiLogs.logMany(calls);
    const waitingBytes = options.waitingBytes ?? WAITING_BYTES;
    this.#batches = new CallBatches({ write, onError: this.#functions.report, waitingBytes });
    // A program that goes on to its own end closes the logger there.
    this.#forgetSignals = beforeTermination(options.signals ?? ['SIGTERM', 'SIGINT'], (endsProcess) => {
      this.#gate.release();
      return endsProcess ? this.#end() : this.#batches.flush();
    });
  }

  /**
   * The user of a request, which is logged from now on; null if it passes without one, and is not logged; or why it is refused,
   * which is left to the framework to answer. Rejects with what `skip` or `key` throws.
   */
  readonly admit = async (
    request: IncomingMessage,
    response: ServerResponse,
    framework: Request,
  ): Promise<User | null | RequestRefusedError> => {
    const known = this.#callOf(request);
    if (known !== undefined) return known.record.user;
    const record = await this.#begin(new NodeArrival(request, framework, response));
    if (record === null || record instanceof RequestRefusedError) return record;
    this.#watch(record, request, response);
    return record.user;
  };

  /** As `admit`, for a request of any kind: the call, which its framework tells how it goes on. */
  readonly open = async (arrival: Arrival<Request>): Promise<ToldCall<Request> | null | RequestRefusedError> => {
    const record = await this.#begin(arrival);
    if (record === null || record instanceof RequestRefusedError) return record;
    const call = new ToldCall(record, this.#ended);
    this.#underWay.add(call);
    return call;
  };

  /**
   * The user of a request that asks for an upgrade, which is not logged; null if it passes without one. Rejects with a
   * RequestRefusedError, or with what `skip` or `key` throws.
   */
  readonly authenticate = async (request: IncomingMessage, framework: Request): Promise<User | null> => {
    const passed = await this.#gate.pass(new NodeArrival(request, framework, request.socket));
    if (passed instanceof RequestRefusedError) throw passed;
    return passed?.user ?? null;
  };

  /** Adds what a framework knows of a request that was admitted. */
  readonly describe = (request: IncomingMessage, description: CallDescription): void => {
    demand(anObject, request, { name: 'describe', field: 'request' });
    demand(DESCRIPTION, description, { name: 'describe', field: 'description' });
    this.#callOf(request)?.record.describe(description);
  };

  /** Logs a request that was admitted, with status 101: its connection goes on with another protocol. */
  readonly upgraded = (request: IncomingMessage): void => {
    const call = this.#callOf(request);
    call?.upgraded();
    if (call !== undefined) this.#ended(call, true);
  };

  /** Tells `onError` of a fault that cost no call. */
  readonly reportFault = (error: unknown): void => this.#functions.report(error);

  readonly counts = (): HttpLoggerCounts => ({
    ...this.#batches.counts,
    ...this.#gate.counts,
    sampledOut: this.#sampledOut,
    underWay: this.#underWay.size,
  });

  readonly flush = (): Promise<void> => this.#batches.flush();

  readonly close = (): Promise<void> => {
    this.#forgetSignals();
    return this.#end();
  };

  /** Records also what is cut off, and writes all of it. */
  #end(): Promise<void> {
    this.#gate.close();
    for (const call of this.#underWay) this.#ended(call, false, CUT_BY_SHUTDOWN);
    return this.#batches.end();
  }

  async #begin(arrival: Arrival<Request>): Promise<CallRecord<Request> | null | RequestRefusedError> {
    const startedAtMs = performance.now();
    const passed = await this.#gate.pass(arrival);
    if (passed === null || passed instanceof RequestRefusedError) return passed;
    return new CallRecord({ ...passed, arrival, startedAtMs }, this.#records);
  }

  #watch(record: CallRecord<Request>, request: IncomingMessage, response: ServerResponse): void {
    const call = new WatchedCall(record, request, response);
    Object(request)[this.#call] = call;
    // Also where what comes before has made it read-only.
    Object.defineProperty(request, 'user', {
      value: record.user,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    this.#underWay.add(call);
    const ended = (isFinished: boolean) => () => this.#ended(call, isFinished);
    // A response that was cut off never finishes, and one that is only imitated, as tests do, may never close.
    response.once('finish', ended(true)).once('close', ended(false));
    if (isClosed(response)) this.#ended(call, response.writableFinished);
  }

  #callOf(request: IncomingMessage): WatchedCall<Request> | undefined {
    const call: unknown = Object(request)[this.#call];
    return call instanceof WatchedCall ? call : undefined;
  }

  /** Logs a call, once. */
  readonly #ended = (call: CallUnderWay<Request>, isFinished: boolean, cut?: BrokenEnd): void => {
    if (!this.#underWay.delete(call)) return;
    try {
      const end = call.endOf(isFinished, cut);
      if (this.#sample < 1 && !call.record.hasFailed(end) && Math.random() >= this.#sample) {
        this.#sampledOut += 1;
        return;
      }
      const apiCall = call.record.toApiCall(end);
      this.#batches.add(apiCall, memoryOf(apiCall));
    } catch (error) {
      // Whatever is wrong with the log, it must not become a fault of the server.
      this.#batches.giveUp(error);
    }
  };
}
