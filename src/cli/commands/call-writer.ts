import { callReportColumns } from '../../columns/calls.ts';
import type { ListedCall } from '../../model/call.ts';
import { toJsonText } from '../../store/answers/values.ts';
import type { Store } from '../../store/store.ts';
import type { Context } from '../context.ts';
import type { Format } from '../format.ts';
import { createRowWriter, type RowWriter } from '../print/row-writer.ts';

/** A listed call with what its format shows besides. */
interface PrintedCall extends ListedCall {
  readonly requestPayload?: unknown;
  readonly responsePayload?: unknown;
}

type Complete = (store: Store, call: ListedCall) => Promise<PrintedCall>;

// A call that is gone since it was listed stays as it was listed.
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
  const writer = createRowWriter<PrintedCall>(context, { columns: callReportColumns, document, whenEmpty });
  const complete = COMPLETE[context.format];
  return {
    async write(calls) {
      // Payloads may be of many megabytes each: those of one call are held at a time.
      const size = hasPayloads(context.format) ? 1 : calls.length;
      for (let from = 0; from < calls.length; from += size) {
        const printed: PrintedCall[] = [];
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

async function asListed(_store: Store, call: ListedCall): Promise<PrintedCall> {
  return call;
}

async function withMessage(store: Store, call: ListedCall): Promise<PrintedCall> {
  if (call.errorMessage === null) return call;
  const stored = await store.apiLogs.findStored(call.id, { maxLength: 0 });
  return { ...call, errorMessage: stored?.errorMessage ?? call.errorMessage };
}

async function withPayloads(store: Store, call: ListedCall): Promise<PrintedCall> {
  const stored = await store.apiLogs.findStored(call.id, { maxLength: Number.MAX_SAFE_INTEGER });
  return {
    ...call,
    errorMessage: stored?.errorMessage ?? call.errorMessage,
    requestPayload: toJsonText(stored?.requestPayload?.text),
    responsePayload: toJsonText(stored?.responsePayload?.text),
  };
}

/** The keys of `stats errors`, and those that only a whole call has. */
function document({ userId: _, responseTimeMs, ...call }: PrintedCall): object {
  const { id, dateTime, dateTimeText, username, apiRoute, statusCode, errorMessage } = call;
  const { requestPayload, responsePayload } = call;
  const what = { id, dateTime, dateTimeText, username, apiRoute, statusCode, responseMs: responseTimeMs, errorMessage };
  return { ...what, requestPayload, responsePayload };
}
