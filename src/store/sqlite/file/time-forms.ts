import type { WindowBounds } from '../../answers/periods.ts';
import type { Statement } from './driver.ts';
import type { bindId } from './ids.ts';
import {
  byInstant,
  HAS_OTHER_FORMS,
  HAS_OTHER_FORMS_AMONG_ERRORS,
  HAS_OTHER_FORMS_OF_USER,
  type NearBounds,
  nearBounds,
} from './instants.ts';

/** Calls whose times matter: all, the failed ones, or those of one user. */
export type Calls = 'all' | 'errors' | { readonly userId: ReturnType<typeof bindId> };

/** Way to ask for a window: a rewrite of each of its statements, and the parameters bound to them. */
export interface WindowQuestion {
  readonly isByInstant: boolean;
  readonly sql: (statement: string) => string;
  readonly parameters: WindowBounds & Partial<NearBounds>;
}

/** A connection, as far as is needed here. */
interface Asked {
  readonly dataVersion: unknown;
  prepare(sql: string): Statement;
}

/** Remembers whether the calls near a window have times in other forms than the canonical one, until somebody writes. */
export class TimeForms {
  readonly #connection: Asked;
  readonly #known = new Map<string, boolean>();
  #version: unknown;

  constructor(connection: Asked) {
    this.#connection = connection;
  }

  /**
   * Returns the way to ask for a window: as text where all calls near it have canonical times, else by the instants
   * that they denote.
   */
  questionOf(bounds: WindowBounds, calls: Calls = 'all'): WindowQuestion {
    const near = nearBounds(bounds);
    if (!this.hasOthers(near, calls)) return { isByInstant: false, sql: (text) => text, parameters: bounds };
    return { isByInstant: true, sql: byInstant, parameters: { ...bounds, ...near } };
  }

  /** Tells whether some calls whose text lies between two have a time in another form, or one that cannot be read. */
  hasOthers(near: NearBounds, calls: Calls): boolean {
    const version = this.#connection.dataVersion;
    if (version !== this.#version) this.#known.clear();
    this.#version = version;
    const name = [...Object.values(near), typeof calls === 'string' ? calls : calls.userId].join(' ');
    const known = this.#known.get(name) ?? this.#look(near, calls);
    this.#known.set(name, known);
    return known;
  }

  #look(near: NearBounds, calls: Calls): boolean {
    if (typeof calls === 'object') {
      return this.#connection.prepare(HAS_OTHER_FORMS_OF_USER).get({ ...near, ...calls }) !== undefined;
    }
    const sql = calls === 'errors' ? HAS_OTHER_FORMS_AMONG_ERRORS : HAS_OTHER_FORMS;
    return this.#connection.prepare(sql).get(near) !== undefined;
  }
}
