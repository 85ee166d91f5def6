import type { Key } from 'ink';
import { MARKED_INPUT } from '../../model/terminal-input.ts';

const namedKeys = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageDown: 'pageDown',
  pageUp: 'pageUp',
  home: 'home',
  end: 'end',
  return: 'return',
  escape: 'escape',
  backspace: 'backspace',
  delete: 'delete',
} as const;

/** The keymap's word for what Ink says of a key press. */
export function keyOf(input: string, key: Key): string {
  if (input.startsWith(MARKED_INPUT)) return input.slice(MARKED_INPUT.length);
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  for (const [flag, name] of Object.entries(namedKeys)) if (key[flag as keyof typeof namedKeys]) return name;
  return key.ctrl ? `ctrl+${input}` : input;
}

/** The modifier before the name of a key that was held with it, as in the keymap. */
export function modifierOf(key: Key): string {
  if (key.ctrl) return 'ctrl+';
  return key.meta && !key.escape && !key.return ? 'alt+' : '';
}

/** Tells whether input is text: Ink may hand on a sequence without its Escape, and a control character as it is. */
export function isTyped(input: string): boolean {
  return !input.startsWith(MARKED_INPUT) && !/^(?:\[.+|O.)$/su.test(input) && !/\p{Cc}/u.test(input);
}
