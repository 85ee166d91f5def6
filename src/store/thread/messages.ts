import type { MessagePort } from 'node:worker_threads';
import type { Location } from '../../model/location.ts';
import { detailsOf, PresentsError, type PresentsErrorOptions } from '../../model/presents-error.ts';
import type { Thresholds } from '../../model/settings.ts';
import type { StatisticsIndexUse } from '../statistics/statistics-index-use.ts';
import type { MethodPlace } from '../store-of.ts';

/** Data of a thread from its start. */
export interface HostData {
  /** Port on which it is told once what to open. */
  readonly told: MessagePort;
  /** True when it is told later, and may load meanwhile what a store of a file is made of. */
  readonly isAhead: boolean;
}

/** Settings of the store that a thread opens. */
export interface HostSettings {
  readonly location: Location;
  readonly actor: string;
  readonly busyTimeoutMs: number;
  readonly keepWriter: boolean;
  readonly statisticsIndex: StatisticsIndexUse | undefined;
  readonly triageFolder: string | undefined;
  readonly thresholds: Thresholds | undefined;
}

/** A question or an action for the thread; `id` is in every message about it. */
export interface CallMessage extends MethodPlace {
  readonly kind: 'call';
  readonly id: number;
  /** The place of the options of a call that reports and can be stopped. */
  readonly optionsAt?: number;
  readonly args: readonly unknown[];
  /** The time by the clock of the one who asks, if that is not the system's. */
  readonly now?: Date | undefined;
}

/** A message to the thread: a call, or the cancellation of a running one. */
export type ToHost = CallMessage | { readonly kind: 'abort'; readonly id: number };

/** Message from the thread: an answer, a fault, or the progress of a long call. */
export type FromHost =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault }
  | { readonly kind: 'progress'; readonly id: number; readonly amount: number };

/** An error on its way between threads, which would lose its class and its fields. */
export interface Fault {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Details of a PresentsError beside its message; undefined for any other error. */
  readonly details: Omit<PresentsErrorOptions, 'cause'> | undefined;
  /** Code of an error of the driver or the system. */
  readonly code: string | undefined;
  readonly cause: Fault | undefined;
}

/** Makes an error ready for the way. */
export function packError(thrown: unknown): Fault {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack } = error;
  const cause = error.cause instanceof Error ? packError(error.cause) : undefined;
  if (error instanceof PresentsError) {
    const { cause: _, ...details } = detailsOf(error);
    return { name, message, stack, details, code: undefined, cause };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { name, message, stack, details: undefined, code, cause };
}

/** Makes the error again. */
export function unpackError({ name, message, stack, details, code, cause: packed }: Fault): Error {
  const cause = packed && unpackError(packed);
  const options = cause && { cause };
  const error = details === undefined ? new Error(message, options) : new PresentsError(message, { ...details, cause });
  if (code !== undefined) Object.assign(error, { code });
  // As an error has it: there to be asked for, and not printed beside the stack.
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true });
  if (stack !== undefined) error.stack = stack;
  return error;
}
