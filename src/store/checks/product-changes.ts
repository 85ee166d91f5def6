import type { AuditedAction } from './audited-action.ts';
import type { Change } from './change-faults.ts';
import { notInvalidated } from './product-faults.ts';

const TABLE = 'product_attributes';
const INVALIDATED = 'invalidated';

/** Storing a classification. */
export function storingOf(productId: string | number | null): Change {
  return { what: `store the classification of “${productId}”`, table: TABLE };
}

/** A change of the status of an entry, and how it is recorded. */
export interface StatusChange {
  readonly productId: string;
  readonly status: string;
  readonly change: Change;
  readonly recorded: AuditedAction;
}

/** Marking an entry so that it is never answered again; undefined if it is marked. */
export function invalidationOf(productId: string, previousStatus: string): StatusChange | undefined {
  if (previousStatus === INVALIDATED) return undefined;
  return {
    productId,
    status: INVALIDATED,
    change: { what: `invalidate “${productId}”`, table: TABLE },
    recorded: { action: 'product invalidate', target: productId, detail: { previousStatus } },
  };
}

/**
 * Giving an invalidated entry its status back; undefined if it has it. Throws a PresentsError for one that is not invalidated: it was
 * classified again since, and a former status would take the place of the new one.
 */
export function restorationOf(productId: string, previousStatus: string, status: string): StatusChange | undefined {
  if (previousStatus === status) return undefined;
  if (previousStatus !== INVALIDATED) throw notInvalidated(productId, previousStatus);
  return {
    productId,
    status,
    change: { what: `restore “${productId}”`, table: TABLE },
    recorded: { action: 'product restore', target: productId, detail: { previousStatus, status } },
  };
}
