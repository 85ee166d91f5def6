import { useEffectEvent, useLayoutEffect } from 'react';
import type { RowSource } from '../../export/row-source.ts';
import { useServices } from './services.tsx';

/** Tells which rows of the screen can be written to a file, while it is active: they are asked for when somebody wants that. */
export function useExports(isActive: boolean, sources: () => readonly RowSource[]): void {
  const { exports } = useServices();
  const latest = useEffectEvent(sources);
  useLayoutEffect(() => (isActive ? exports.put(() => latest()) : undefined), [exports, isActive]);
}
