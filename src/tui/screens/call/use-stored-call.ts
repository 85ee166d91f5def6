import { useEffect, useReducer, useState } from 'react';
import type { Live } from '../../../live/live-query.ts';
import { useLive } from '../../../live/use-live.ts';
import type { StoredCall, StoredPayload } from '../../../model/call.ts';
import type { Id } from '../../../model/id.ts';
import { useServices } from '../../context/services.tsx';
import { PayloadTree, type Side, sides } from './payload-tree.ts';

/** Part of a payload that is read at once, in UTF-16 units, and that of a longer one which is read behind it piece by piece. */
const FIRST_UNITS = 1_000_000;
const PIECE_UNITS = 2_000_000;

/** The payloads of a call as trees. */
export type Trees = Readonly<Record<Side, PayloadTree>>;

/** A call that is read, and its payloads; undefined until it was found. */
export interface ReadCall {
  readonly live: Live<StoredCall | undefined>;
  readonly call: StoredCall | undefined;
  readonly trees: Trees | undefined;
}

/** Reads a call and keeps it fresh; what is long of its payloads follows piece by piece. Null is no call. */
export function useStoredCall(id: Id | null): ReadCall {
  const { store } = useServices();
  const key = `call ${typeof id} ${id}`;
  const live = useLive<StoredCall | undefined>(key, async () =>
    id === null ? undefined : store.apiLogs.findStored(id, { maxLength: FIRST_UNITS }),
  );
  const call = live.dataKey === key ? live.data : undefined;
  const [kept, setKept] = useState<Trees | undefined>(undefined);
  const trees = call && followed(kept, call);
  if (trees !== kept) setKept(trees);
  usePieces(id, trees, live.updatedAt);
  return { live, call, trees };
}

/** The trees of a call, the same ones where its payloads are. */
function followed(trees: Trees | undefined, call: StoredCall): Trees {
  const [req, res] = [treeOf(trees?.req, 'req', call.requestPayload), treeOf(trees?.res, 'res', call.responsePayload)];
  return req === trees?.req && res === trees?.res ? trees : { req, res };
}

function treeOf(tree: PayloadTree | undefined, side: Side, payload: StoredPayload | null): PayloadTree {
  return tree !== undefined && isSamePayload(tree.payload, payload) ? tree : new PayloadTree(side, payload);
}

function isSamePayload(one: StoredPayload | null, other: StoredPayload | null): boolean {
  if (one === null || other === null) return one === other;
  return one.byteCount === other.byteCount && one.length === other.length && one.text === other.text;
}

/**
 * Reads what is left of long payloads; each piece crosses from the thread of the store within a frame. Where one could not be
 * read, it goes on when the call itself was read again.
 */
function usePieces(id: Id | null, trees: Trees | undefined, readAt: Date | null): void {
  const { store } = useServices();
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (id === null || trees === undefined || readAt === null) return undefined;
    let isWanted = true;
    const isLacking = ({ text }: PayloadTree) => !text.isComplete;
    const read = async (): Promise<void> => {
      for (let lacking = sides.filter((side) => isLacking(trees[side])); lacking.length > 0; ) {
        const from = Math.min(...lacking.map((side) => trees[side].text.length));
        const found = await store.apiLogs.findStored(id, { from, maxLength: PIECE_UNITS });
        if (!isWanted || found === undefined) return;
        const parts = { req: found.requestPayload, res: found.responsePayload };
        // One that changed meanwhile is read anew from its beginning.
        const taken = lacking.filter((side) => trees[side].take(parts[side], from));
        if (taken.length === 0) return;
        redraw();
        lacking = sides.filter((side) => isLacking(trees[side]));
      }
    };
    // What cannot be read is told by the question that is kept fresh.
    read().catch(() => undefined);
    return () => {
      isWanted = false;
    };
  }, [id, trees, store, readAt]);
}
