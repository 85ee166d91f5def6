import { Command } from 'commander';

/** A term and what it means: a line of a section of the help. */
export type Entry = readonly [term: string, meaning: string];

/** Lines of help under a title of their own. */
export interface Section {
  readonly title: string;
  readonly entries: readonly Entry[];
}

/** A command whose help can have examples and sections of its own. */
export class CliCommand extends Command {
  private readonly examples: Entry[] = [];
  private readonly furtherSections: Section[] = [];
  private changes = false;

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  /** Marks a command that changes the database, so that it refuses one that is read-only; not with `--dry-run`. */
  changing(): this {
    this.changes = true;
    return this;
  }

  /** True for a command that changes the database. */
  get changesDatabase(): boolean {
    return this.changes;
  }

  /** Adds a command line worth copying, and what it does. */
  example(line: string, does: string): this {
    this.examples.push([line, does]);
    return this;
  }

  /** Adds a section behind the examples. */
  section(title: string, entries: readonly Entry[]): this {
    this.furtherSections.push({ title, entries });
    return this;
  }

  /** The examples and what was added, in the order of the help. */
  sections(): readonly Section[] {
    return [{ title: 'Examples', entries: this.examples }, ...this.furtherSections];
  }
}
