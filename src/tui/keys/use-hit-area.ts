import type { DOMElement } from 'ink';
import { createContext, type RefObject, useContext, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { HitAreas, HitHandlers, HitPlace } from './mouse.ts';

const AreasContext = createContext<HitAreas | undefined>(undefined);
const LayerContext = createContext(true);

/** Hands the areas to everything below that answers the mouse. */
export const HitAreasProvider = AreasContext.Provider;

/** Tells everything below whether it answers the mouse, or lies under something that does. */
export const HitLayer = LayerContext.Provider;

/** Lets the box with the returned ref answer the mouse. */
export function useHitArea({ onClick, onWheel }: HitHandlers): RefObject<DOMElement | null> {
  const ref = useRef<DOMElement>(null);
  const areas = useContext(AreasContext);
  const isActive = useContext(LayerContext);
  const click = useEffectEvent((place: HitPlace) => onClick?.(place));
  const wheel = useEffectEvent((by: number) => onWheel?.(by));
  const [hasClick, hasWheel] = [onClick !== undefined, onWheel !== undefined];
  useLayoutEffect(() => {
    if (!isActive || !(hasClick || hasWheel)) return undefined;
    return areas?.add({
      node: () => ref.current,
      onClick: hasClick ? (place) => click(place) : undefined,
      onWheel: hasWheel ? (by) => wheel(by) : undefined,
    });
  }, [areas, isActive, hasClick, hasWheel]);
  return ref;
}
