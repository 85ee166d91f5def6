import { useMemo } from 'react';
import type { CellContext } from '../../columns/column.ts';
import { useTheme } from '../theme/use-theme.ts';
import { useServices } from './services.tsx';

/** The context of every cell on a screen at a moment; the same object as long as nothing of it changes. */
export function useCellContext(now: Date, isUtc: boolean): CellContext {
  const { errorShare } = useServices().settings.thresholds;
  const { style } = useTheme();
  const nowMs = now.getTime();
  return useMemo(() => ({ now: new Date(nowMs), utc: isUtc, style, errorShare }), [nowMs, isUtc, style, errorShare]);
}
