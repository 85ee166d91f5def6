import { type Key, useInput } from 'ink';
import { createContext, useContext } from 'react';
import { type ActionOf, findBinding, type Scope } from './keymap.ts';

/** A handler for every action of a scope. It may answer with the sentence why the key cannot work now. */
export type KeyHandlers<S extends Scope> = Readonly<Record<ActionOf<S>, () => unknown>>;

/** Where the answers of keys go. */
export interface KeyReporter {
  /** A key that cannot work now, and why. */
  refused(reason: string): void;
  /** A handler threw: a bug, which must not end the program. */
  failed(error: unknown): void;
}

const Reporter = createContext<KeyReporter>({ refused: () => {}, failed: () => {} });

/** Hands the message line to the key handlers. */
export const KeyReporterProvider = Reporter.Provider;

/** Answers the keys of a scope while `isActive`. A throw in a handler is reported: no error boundary would catch it. */
export function useKeys<S extends Scope>(
  scope: S,
  handlers: KeyHandlers<S>,
  options: { readonly isActive: boolean },
): void {
  const reporter = useContext(Reporter);
  useInput((input, key) => {
    const binding = findBinding(keyOf(input, key), [scope]);
    if (!binding) return;
    try {
      const answer = handlers[binding.action as ActionOf<S>]();
      if (typeof answer === 'string') reporter.refused(answer);
    } catch (error) {
      reporter.failed(error);
    }
  }, options);
}

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
} as const; // prettier-ignore

/** The keymap's word for what Ink says of a key press. */
export function keyOf(input: string, key: Key): string {
  if (key.tab) return key.shift ? 'shift+tab' : 'tab';
  for (const [flag, name] of Object.entries(namedKeys)) if (key[flag as keyof typeof namedKeys]) return name;
  return key.ctrl ? `ctrl+${input}` : input;
}

/** Answers every key of a dialog, named as in the keymap, while `isActive`. */
export function useDialogKeys(
  answer: (key: string) => void,
  options: { readonly isActive: boolean } = { isActive: true },
): void {
  const reporter = useContext(Reporter);
  useInput((input, key) => {
    try {
      answer(keyOf(input, key));
    } catch (error) {
      reporter.failed(error);
    }
  }, options);
}
