import { type AnyCheck, demand, optional, text } from '../../store/checks/options.ts';
import type { Arrival } from './arrival.ts';
import type { RequestLoggerOptions } from './http-logger-options.ts';

/** The functions of the options that are asked about a call. One that throws is reported, and costs the call nothing else. */
export class OptionFunctions<Request> {
  readonly #name: string;
  readonly #options: RequestLoggerOptions<Request, never>;
  readonly #report: (error: unknown, lostCalls: number) => void;

  constructor(
    name: string,
    options: RequestLoggerOptions<Request, never>,
    report: (error: unknown, lostCalls: number) => void,
  ) {
    this.#name = name;
    this.#options = options;
    this.#report = report;
  }

  /** The route that is logged for a call whose pattern is known. */
  route({ request, method }: Arrival<Request>, pattern: string): string {
    const { route } = this.#options;
    if (route === undefined) return pattern;
    if (route === 'method') return `${method} ${pattern}`;
    return this.#ask('route', optional(text), () => route(request, pattern)) ?? pattern;
  }

  #ask<Value>(field: string, check: AnyCheck, ask: () => Value): Value | undefined {
    try {
      const value = ask();
      demand(check, value, { name: this.#name, field });
      return value;
    } catch (error) {
      this.#report(error, 0);
      return undefined;
    }
  }
}
