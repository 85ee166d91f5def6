import { formatBytes, formatCount } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import { clipboardFault, sentToClipboard } from '../terminal/clipboard.ts';
import { type Services, useServices } from './services.tsx';

/** Copies a name or a sentence as it is shown: the clipboard gets no control character, no line break and nothing unseen. */
export function useCopy(): (noun: string, text: string) => void {
  const services = useServices();
  return (noun, text) => {
    const shown = printable(text);
    sendText(services, noun, { text: shown, how: shown === text ? '' : ', unseen characters as marks' });
  };
}

/** Copies names one below the other, each as it is shown. */
export function copyNames(services: Pick<Services, 'copy' | 'dispatch'>, noun: string, names: readonly string[]): void {
  const text = names.map((name) => `${printable(name)}\n`).join('');
  sendText(services, `${formatCount(names.length)} × ${noun}`, {
    text,
    how: ` (${formatBytes(Buffer.byteLength(text))})`,
  });
}

/** Sends a text to the terminal's clipboard, to the letter, and says so; or says that it is too long. */
export function sendText(
  { copy, dispatch }: Pick<Services, 'copy' | 'dispatch'>,
  noun: string,
  { text, how }: { readonly text: string; readonly how: string },
): void {
  const fault = clipboardFault(text);
  if (fault === undefined) copy(text);
  const message = fault === undefined ? sentToClipboard(noun, how) : fault;
  dispatch({ type: 'say', message: { tone: fault === undefined ? 'good' : 'warn', text: message } });
}
