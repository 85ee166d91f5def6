import { useLayoutEffect } from 'react';
import type { Live } from '../../live/live-query.ts';
import { useServices } from './services.tsx';

/** Keeps back keys that were typed ahead while `isHeld`, so that they meet the rows they were meant for. */
export function useHeldKeys(isHeld: boolean): void {
  const { holdKeys } = useServices();
  useLayoutEffect(() => (isHeld ? holdKeys() : undefined), [isHeld, holdKeys]);
}

/** The answer to one question; undefined while that to another one is shown. */
export function answerTo<Data>({ data, dataKey }: Live<Data>, key: string): Data | undefined {
  return dataKey === key ? data : undefined;
}

/** True while the answer to another question is shown, and this one's is on its way. */
export function isOfOther({ data, dataKey, isReading }: Live<unknown>, key: string): boolean {
  return data !== undefined && isReading && dataKey !== key;
}
