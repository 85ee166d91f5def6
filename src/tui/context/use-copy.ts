import { printable } from '../../text/printable.ts';
import { sentToClipboard } from '../terminal/clipboard.ts';
import { useServices } from './services.tsx';

/** Copies a name or a sentence as it is shown: the clipboard gets no control character, no line break and nothing unseen. */
export function useCopy(): (noun: string, text: string) => void {
  const { copy, dispatch } = useServices();
  return (noun, text) => {
    const shown = printable(text);
    copy(shown);
    const how = shown === text ? '' : ', unseen characters as marks';
    dispatch({ type: 'say', message: { tone: 'good', text: sentToClipboard(noun, how) } });
  };
}
