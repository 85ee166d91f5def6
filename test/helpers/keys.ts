const NAMED_KEYS: Readonly<Record<string, string>> = {
  enter: '\r',
  escape: '\u001b',
  tab: '\t',
  'shift+tab': '\u001b[Z',
  backspace: '\u007f',
  delete: '\u001b[3~',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  space: ' ',
};

/** The bytes a terminal sends for a key: a character, `ctrl+c`, or a name such as `enter`, `escape`, `shift+tab`, `pagedown`. */
export const keyBytes = (key: string): string => {
  const named = NAMED_KEYS[key];
  if (named !== undefined) return named;
  const control = /^ctrl\+([a-z])$/.exec(key)?.[1];
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) - 0x60);
  if ([...key].length === 1) return key;
  throw new Error(`no such key: ${key}`);
};
