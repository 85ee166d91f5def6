import { printable } from '../text/printable.ts';
import { useServices } from './services.tsx';

/** Copies a name or a sentence as it is shown: the clipboard gets no control character, no line break and nothing unseen. */
export function useCopy(): (noun: string, text: string) => void {
  const { copy, dispatch } = useServices();
  return (noun, text) => {
    const shown = printable(text);
    copy(shown);
    const hint = shown === text ? {} : { hint: 'Marks stand for what cannot be seen.' };
    dispatch({ type: 'say', message: { tone: 'good', text: `Sent the ${noun} to the clipboard.`, ...hint } });
  };
}
