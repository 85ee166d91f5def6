import { createRequire } from 'node:module';
import * as ink from 'ink';
import type { ComponentType, PropsWithChildren } from 'react';
import React from 'react';

/** A cell of ink-table: the text it wants to print, and the number of its column. */
export type InkTableCell = PropsWithChildren<{ readonly column?: number }>;

/** ink-table's component as it is used here. */
export type InkTable = ComponentType<{
  readonly data: readonly Readonly<Record<string, number>>[];
  readonly columns: readonly string[];
  readonly header: ComponentType<InkTableCell>;
  readonly cell: ComponentType<InkTableCell>;
  readonly skeleton: ComponentType<PropsWithChildren>;
}>;

/**
 * Loads ink-table. It is CommonJS and requires ink, which cannot be required (it awaits at its top level), so it is handed
 * the ink and the React that this program runs on.
 */
export function loadInkTable(): InkTable {
  const require = createRequire(import.meta.url);
  provide(require, 'ink', ink);
  provide(require, 'react', React);
  return (require('ink-table') as { readonly default: InkTable }).default;
}

function provide(require: NodeJS.Require, name: string, exports: unknown): void {
  const id = require.resolve(name);
  require.cache[id] ??= Object.assign(Object.create(null) as NodeJS.Module, {
    id,
    filename: id,
    loaded: true,
    exports,
  });
}
