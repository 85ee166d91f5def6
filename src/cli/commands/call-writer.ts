import { callReportColumns } from '../../columns/calls.ts';
import type { ListedCall } from '../../model/call.ts';
import { callDocument, type WholeCall, withMessage, withPayloads } from '../../questions/whole-calls.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import type { Format } from '../format.ts';
import { createRowWriter, type RowWriter } from '../print/row-writer.ts';

type Complete = (store: Store, call: ListedCall) => Promise<WholeCall<ListedCall>>;

const COMPLETE: Readonly<Record<Format, Complete>> = {
  text: asListed,
  html: asListed,
  csv: withMessage,
  markdown: withMessage,
  json: withPayloads,
  jsonl: withPayloads,
};

/** Makes a writer of listed calls: JSON has their payloads, CSV and JSON their whole messages. */
export function createCallWriter(context: Context, store: Store, whenEmpty: string): RowWriter<ListedCall> {
  const writer = createRowWriter<WholeCall<ListedCall>>(context, {
    columns: callReportColumns,
    document: callDocument,
    whenEmpty,
  });
  const complete = COMPLETE[context.format];
  return {
    async write(calls) {
      // Payloads may be of many megabytes each: those of one call are held at a time.
      const size = hasPayloads(context.format) ? 1 : calls.length;
      for (let from = 0; from < calls.length; from += size) {
        const printed: WholeCall<ListedCall>[] = [];
        for (const call of calls.slice(from, from + size)) printed.push(await complete(store, call));
        await writer.write(printed);
      }
    },
    end: () => writer.end(),
  };
}

function hasPayloads(format: Format): boolean {
  return COMPLETE[format] === withPayloads;
}

async function asListed(_store: Store, call: ListedCall): Promise<ListedCall> {
  return call;
}
