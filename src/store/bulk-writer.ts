import type { NewClassification } from '../model/product.ts';
import type { CallValues } from './checks/call-values.ts';

/** A user to be written as it stands; times are UTC text. */
export interface BulkUser {
  readonly username: string;
  readonly apiKeyHash: string;
  readonly createdAt: string;
  readonly isActive: boolean;
}

/** A cached product to be written. */
export interface BulkProduct extends NewClassification {
  readonly classifiedAt: Date;
}

/** Fills a new database fast. What is written is safe only after `close`. */
export interface BulkWriter {
  /** Adds users; their ids count from 1 in this order. */
  insertUsers(users: Iterable<BulkUser>): Promise<void>;
  /** Adds calls, taking them one by one. */
  insertCalls(calls: Iterable<CallValues>): Promise<void>;
  insertProducts(products: Iterable<BulkProduct>): Promise<void>;
  /** Puts all in order that was left until the end, and lets the database go. */
  close(): Promise<void>;
}
