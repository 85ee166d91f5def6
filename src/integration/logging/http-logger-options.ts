import type { IncomingMessage } from 'node:http';
import { constants } from 'node:os';
import {
  aFunction,
  demand,
  fields,
  filledText,
  listOf,
  must,
  optional,
  wholeFrom,
} from '../../store/checks/options.ts';

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
  /** Told of every fault of the database, with how many calls it cost: none if they are going to be tried again. */
  readonly onError?: (error: unknown, lostCalls: number) => void;
  /** Limit for calls that wait for the database, in bytes (default: 16 MiB); calls beyond it are lost, and counted. */
  readonly waitingBytes?: number;
  /** The signals at which everything is written first (SIGTERM and SIGINT unless given). */
  readonly signals?: readonly NodeJS.Signals[];
  /** Returns the current time; the system's clock unless given. */
  readonly now?: () => Date;
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

/** Throws a PresentsError if the logger is given what is no store, or what are no options. */
export function checkOptions(store: unknown, options: HttpLoggerOptions): void {
  demand(STORE, store, { name: 'httpLogger', field: 'store' });
  demand(OPTIONS, options, { name: 'httpLogger', field: 'options' });
}
