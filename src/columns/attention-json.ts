import type { AttentionLine } from '../model/attention.ts';
import { attentionEvidence, attentionWords } from './attention.ts';
import type { CellContext } from './column.ts';

/** A line of Attention in the names of the commands, with the filter of its calls. */
export function attentionForJson(
  line: AttentionLine,
  filter: string | undefined,
  reading: Pick<CellContext, 'now' | 'utc'>,
): object {
  const { id, danger, since, measure: _, ...numbers } = line;
  const words = { what: attentionWords(line), evidence: attentionEvidence(line, reading) };
  return { line: id, danger, ...words, since, filter, ...numbers };
}
