import type { Statement } from './driver.ts';

// Those without a filter take a tenth of it; a filter of a thousand terms has a long text, and there is no end of filters.
const MOST_LETTERS = 1_000_000;

/** The statements that were asked last, up to a bound on what their texts take. */
export class KeptStatements {
  readonly #statements = new Map<string, Statement>();
  #letters = 0;

  /** The statement of a text, made if it is not kept. */
  get(sql: string, prepare: () => Statement): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) {
      this.#statements.delete(sql);
      this.#statements.set(sql, known);
      return known;
    }
    const statement = prepare();
    this.#letters += sql.length;
    this.#statements.set(sql, statement);
    this.#forgetOldest();
    return statement;
  }

  #forgetOldest(): void {
    for (const sql of this.#statements.keys()) {
      if (this.#letters <= MOST_LETTERS || this.#statements.size === 1) return;
      this.#statements.delete(sql);
      this.#letters -= sql.length;
    }
  }
}
