import type { Span } from '../answers/spans.ts';
import type { BlockFile } from './block-file.ts';
import type { BlockFiles } from './block-files.ts';
import type { BlockScan, Sections } from './block-scan.ts';
import type { BlockEntry, BlockTables } from './block-tables.ts';
import { DamagedIndexError } from './bytes.ts';
import { CallBlock } from './call-block.ts';
import { type CallRows, rowsBy } from './call-rows.ts';
import { packBlock } from './pack-block.ts';
import { FIVE_MINUTES, HOUR_SECONDS } from './seconds.ts';

// An hour with more calls has a block for each five minutes.
const MOST_CALLS = 60_000;
// A file with more than this share of it in holes is written anew, without them.
const MOST_HOLES = 0.25;
const FEWEST_HOLE_BYTES = 2 ** 17;

/** The calls of the index in blocks: those of hours that are over in a file, the others in the index. */
export class Blocks {
  readonly #tables: BlockTables;
  readonly #files: BlockFiles | undefined;
  #file: { readonly number: number; readonly writes: boolean; readonly open: BlockFile } | undefined;
  #directory: { readonly changeCount: number; readonly entries: readonly BlockEntry[] } | undefined;
  // Places whose bytes were seen to be as they were written.
  readonly #checked = new Set<number>();

  /** Without files all blocks stay in the index. */
  constructor(tables: BlockTables, files: BlockFiles | undefined) {
    this.#tables = tables;
    this.#files = files;
  }

  /** The blocks that share a second with a span, oldest first. */
  in({ from, until }: Span): readonly BlockEntry[] {
    const directory = this.#readDirectory();
    return directory.slice(firstAfter(directory, from), firstAfter(directory, until, 'start'));
  }

  /** Differs for two spans, or two states of one, that hold other calls. */
  stampOf(span: Span): string {
    const entries = this.in(span);
    const marks = entries.reduce((sum, { mark }) => sum + mark, 0);
    return [span.from, span.until, entries.length, marks].join(' ');
  }

  /** Forgets the directory, in which another process may have written. */
  forget(): void {
    this.#directory = undefined;
  }

  /** Hands what is wanted of some blocks to a scan. */
  scan(entries: readonly BlockEntry[], scan: BlockScan): void {
    const file = entries.some(({ place }) => place !== null) ? this.#openFile(false) : undefined;
    for (const entry of entries) scan.visit(this.#read(entry, scan.sectionsOf(entry), file));
  }

  /** Reads a block as far as is asked for; it stands until the next is read. */
  #read(entry: BlockEntry, sections: Sections, file: BlockFile | undefined): CallBlock {
    const { start, place, head, times, cold } = entry;
    const length = head + (sections === 'runs' ? 0 : times) + (sections === 'all' ? cold : 0);
    if (place === null || file === undefined) {
      // The driver's buffers begin at any byte of a larger one.
      const block = new CallBlock(new Uint8Array(this.#tables.bytesOf(start)), entry);
      block.check();
      return block;
    }
    const block = new CallBlock(file.read(place, length), entry);
    const key = place * 3 + (sections === 'runs' ? 0 : sections === 'times' ? 1 : 2);
    if (!this.#checked.has(key)) block.check();
    this.#checked.add(key);
    return block;
  }

  /**
   * Adds calls to the blocks of their times, within a transaction: `young` blocks are kept in the index, since more is expected.
   */
  add(rows: CallRows, { young }: { readonly young: boolean }): void {
    for (const [hour, ofHour] of rowsBy(HOUR_SECONDS, rows)) {
      const entries = this.#tables.in({ from: hour, until: hour + HOUR_SECONDS });
      const length = entries[0] === undefined ? HOUR_SECONDS : entries[0].until - entries[0].start;
      for (const [start, ofBlock] of rowsBy(length, ofHour)) {
        const old = entries.find((entry) => entry.start === start);
        if (old !== undefined) {
          this.#read(old, 'all', old.place === null ? undefined : this.#openFile(false)).addTo(ofBlock);
          ofBlock.hasFractions ||= old.fractions === 1;
        }
        this.#write({ from: start, until: start + length }, ofBlock, young);
      }
    }
    if (!young) this.#sync();
  }

  /** Puts young blocks into the file, but for those of some hours and later ones; within a transaction. */
  settle(isYoung: (start: number) => boolean): void {
    const files = this.#files;
    if (files === undefined) return;
    const old = this.#tables.young().filter(({ start }) => !isYoung(start));
    for (const { start } of old) this.#tables.move(start, this.#openFile(true).append(this.#tables.bytesOf(start)));
    if (old.length > 0) this.#sync();
    const { fileNumber } = this.#tables;
    files.remove(fileNumber - 1);
    const { size } = this.#openFile(true);
    const holes = size - this.#tables.bytesInFile();
    if (holes > FEWEST_HOLE_BYTES && holes > size * MOST_HOLES) this.#copy(files, fileNumber + 1);
  }

  close(): void {
    this.#file?.open.close();
    this.#file = undefined;
    this.#checked.clear();
  }

  #write({ from, until }: Span, rows: CallRows, young: boolean): void {
    if (rows.length > MOST_CALLS && until - from > FIVE_MINUTES) {
      this.#tables.remove({ from, until });
      for (const [start, some] of rowsBy(FIVE_MINUTES, rows)) {
        this.#write({ from: start, until: start + FIVE_MINUTES }, some, young);
      }
      return;
    }
    const packed = packBlock(rows, from);
    const place = young || this.#files === undefined ? null : this.#openFile(true).append(packed.bytes);
    const fractions = rows.hasFractions ? 1 : 0;
    this.#tables.write({ start: from, until, calls: rows.length, fractions, place }, packed);
  }

  /** Copies the blocks to the next file, which from then on is the one. */
  #copy(files: BlockFiles, number: number): void {
    files.remove(number);
    const next = files.open(number, { writes: true });
    for (const { start, place, head, times, cold } of this.#tables.placed()) {
      if (place !== null) this.#tables.move(start, next.append(this.#openFile(true).read(place, head + times + cold)));
    }
    next.sync();
    next.close();
    this.#tables.fileNumber = number;
  }

  #readDirectory(): readonly BlockEntry[] {
    const { changeCount } = this.#tables;
    if (this.#directory?.changeCount === changeCount) return this.#directory.entries;
    const entries = this.#tables.in({ from: 0, until: Number.MAX_SAFE_INTEGER });
    this.#directory = { changeCount, entries };
    return entries;
  }

  #sync(): void {
    if (this.#files !== undefined) this.#openFile(true).sync();
  }

  /** The file that holds the blocks now. */
  #openFile(writes: boolean): BlockFile {
    const number = this.#tables.fileNumber;
    if (this.#file !== undefined && this.#file.number === number && (this.#file.writes || !writes))
      return this.#file.open;
    this.close();
    if (this.#files === undefined) throw new DamagedIndexError();
    this.#file = { number, writes, open: this.#files.open(number, { writes }) };
    return this.#file.open;
  }
}

/** The first place in the directory of a block that ends after a second, or that begins at it or later. */
function firstAfter(directory: readonly BlockEntry[], second: number, edge: 'until' | 'start' = 'until'): number {
  let low = 0;
  let high = directory.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = directory[middle];
    const isBefore = entry !== undefined && (edge === 'until' ? entry.until <= second : entry.start < second);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}
