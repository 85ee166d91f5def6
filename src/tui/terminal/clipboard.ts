import { formatBytes } from '../../text/format.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** GNU screen drops a passed-through string that is longer than 768 bytes. */
const screenBytes = 700;

/**
 * The sequence that puts a text into the terminal's clipboard (OSC 52). Inside tmux and screen it is sent a second time in
 * their pass-through wrapping, since both may keep the plain one to themselves. Where both are, screen's does no harm in tmux,
 * but tmux's would be text in screen: it is sent only if tmux names the terminal.
 */
export function clipboardSequence(text: string, env: Environment): string {
  const { STY, TMUX, TERM = '' } = env;
  const plain = `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
  const isInScreen = Boolean(STY) || (TERM.startsWith('screen') && !TMUX);
  const isInTmux = Boolean(TMUX) && (!STY || TERM.startsWith('tmux'));
  const throughScreen = isInScreen ? wrapForScreen(plain) : '';
  return `${plain}${throughScreen}${isInTmux ? wrapForTmux(throughScreen || plain) : ''}`;
}

/** Longest text that is sent, in bytes of UTF-8: with a longer one many terminals keep what they had, and say nothing. */
export const CLIPBOARD_BYTES = 74_994;

/** The sentence why a text is too long to be sent; undefined if it is not. */
export function clipboardFault(text: string): string | undefined {
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes <= CLIPBOARD_BYTES) return undefined;
  return `That is ${formatBytes(bytes)}, and terminals take ${formatBytes(CLIPBOARD_BYTES)} at most: E writes it to a file.`;
}

/** Returns the message for a text that was sent to the clipboard: no terminal confirms that it took it. */
export function sentToClipboard(noun: string, how = ''): string {
  return `Sent the ${noun} to the terminal${how}. Paste to check: not all take it.`;
}

function wrapForTmux(sequence: string): string {
  return `\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
}

function wrapForScreen(sequence: string): string {
  const pieces = sequence.match(new RegExp(`.{1,${screenBytes}}`, 'gs')) ?? [];
  return pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('');
}
