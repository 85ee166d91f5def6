/** Name of the table of leases. */
export const LEASE_TABLE = 'presents_lease';
