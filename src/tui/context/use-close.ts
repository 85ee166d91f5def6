import { useServices } from './services.tsx';

/** The handler of Esc: stops what is being read, else clears one thing, or goes a step back. */
export function useClose(isMarked = false): () => void {
  const { dispatch, unfinished } = useServices();
  return () => {
    if (!unfinished.stop()) dispatch({ type: 'close', isMarked });
  };
}
