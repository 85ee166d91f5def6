import { isFailed } from '../../filter/stored-numbers.ts';
import type { FailedRange, LogRow, LogSource, Messages } from './log-source.ts';

/** Reads the messages of the failed calls among some rows, which are those of a range. */
export async function messagesAmong(rows: readonly LogRow[], range: FailedRange, log: LogSource): Promise<Messages> {
  return rows.some(([, , , , status]) => isFailed(status)) ? log.messagesOf(range) : new Map();
}
