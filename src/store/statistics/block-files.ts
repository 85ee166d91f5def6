import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isOwnFileOrMissing } from '../../files/own-folder.ts';
import { BlockFile } from './block-file.ts';

/** The files of blocks beside an index, by their numbers: a file that has grown too many holes is followed by the next. */
export class BlockFiles {
  readonly #folder: string;
  readonly #name: string;

  /** Takes the path of the index. */
  constructor(indexPath: string) {
    this.#folder = dirname(indexPath);
    this.#name = basename(indexPath, '.db');
  }

  open(number: number, { writes }: { readonly writes: boolean }): BlockFile {
    return new BlockFile(this.#pathOf(number), { writes });
  }

  /** Removes a file; readers that have it open may go on. */
  remove(number: number): void {
    rmSync(this.#pathOf(number), { force: true });
  }

  removeAll(): void {
    for (const path of this.#paths()) rmSync(path, { force: true });
  }

  /** Tells whether they are all this user's own. */
  areOwn(): boolean {
    return this.#paths().every(isOwnFileOrMissing);
  }

  #paths(): readonly string[] {
    const pattern = new RegExp(`^${this.#name}-\\d+\\.calls$`);
    const names = readdirSync(this.#folder).filter((name) => pattern.test(name));
    return names.map((name) => join(this.#folder, name));
  }

  #pathOf(number: number): string {
    return join(this.#folder, `${this.#name}-${number}.calls`);
  }
}
