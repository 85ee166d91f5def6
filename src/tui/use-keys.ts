import { type Key, useInput } from 'ink';
import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react';
import { type ActionOf, findBinding, type Scope } from './keymap.ts';

/** A handler for every action of a scope. It may answer with the sentence why the key cannot work now. */
export type KeyHandlers<S extends Scope> = Readonly<Record<ActionOf<S>, () => unknown>>;

/** Where the answers of keys go. */
export interface KeyReporter {
  /** A key is about to be answered by this action of the keymap. */
  acted(action: string): void;
  /** A key that cannot work now, and why. */
  refused(reason: string): void;
  /** A handler threw: a bug, which must not end the program. */
  failed(error: unknown): void;
}

interface Keyboard {
  readonly reporter: KeyReporter;
  /** Tells every key until the returned function is called. */
  listen(listener: (key: string) => void): () => void;
}

const Context = createContext<Keyboard | undefined>(undefined);

/**
 * Hears the keys for everything below it, and tells `reporter` what became of them. It always listens, and who answers
 * changes together with the screen: a key that is pressed the moment a dialog appears is the dialog's.
 */
export function KeyboardProvider(props: { readonly reporter?: KeyReporter; readonly children: ReactNode }) {
  const { reporter = silent } = props;
  const [listeners] = useState(() => new Set<(key: string) => void>());
  const keyboard = useMemo<Keyboard>(
    () => ({
      reporter,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [reporter, listeners],
  );
  useInput((input, key) => {
    for (const listener of [...listeners]) listener(keyOf(input, key));
  });
  return createElement(Context, { value: keyboard }, props.children);
}

const silent: KeyReporter = { acted: () => {}, refused: () => {}, failed: () => {} };

/** Answers the keys of a scope while `isActive`. */
export function useKeys<S extends Scope>(
  scope: S,
  handlers: KeyHandlers<S>,
  options: { readonly isActive: boolean },
): void {
  useListener((key, reporter) => {
    const binding = findBinding(key, [scope]);
    if (!binding) return;
    reporter.acted(binding.action);
    const answer = handlers[binding.action as ActionOf<S>]();
    if (typeof answer === 'string') reporter.refused(answer);
  }, options.isActive);
}

/** Answers every key of a dialog, named as in the keymap, while `isActive`. */
export function useDialogKeys(
  answer: (key: string) => void,
  options: { readonly isActive: boolean } = { isActive: true },
): void {
  useListener(answer, options.isActive);
}

/** Answers the keys of a prompt. Each is heard after the text input inside it took it. */
export function usePromptKeys(answer: (key: string) => void): void {
  const keyboard = useContext(Context);
  // Effects of a child run first, so its listener stands before this one; the keyboard itself is heard before both.
  useInput((input, key) => {
    try {
      answer(keyOf(input, key));
    } catch (error) {
      keyboard?.reporter.failed(error);
    }
  });
}

/** Hears every key. A throw is reported: no error boundary would catch it. */
function useListener(answer: (key: string, reporter: KeyReporter) => void, isActive: boolean): void {
  const keyboard = useContext(Context);
  if (!keyboard) throw new Error('keys are asked for outside a KeyboardProvider');
  const hear = useEffectEvent((key: string) => {
    try {
      answer(key, keyboard.reporter);
    } catch (error) {
      keyboard.reporter.failed(error);
    }
  });
  // Before the screen is drawn, not some time after it as other effects are.
  useLayoutEffect(() => (isActive ? keyboard.listen((key) => hear(key)) : undefined), [keyboard, isActive]);
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
