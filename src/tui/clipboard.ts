/**
 * The sequence that puts a text into the terminal's clipboard (OSC 52). Inside tmux and screen it is sent a second time in
 * their pass-through wrapping, since both may keep the plain one to themselves.
 */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const plain = `\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`;
  if (env.TMUX) return `${plain}\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\`;
  if (env.TERM?.startsWith('screen')) return `${plain}\u001bP${plain}\u001b\\`;
  return plain;
}
