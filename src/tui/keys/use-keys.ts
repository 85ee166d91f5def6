import { useInput, usePaste } from 'ink';
import {
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { ActiveKeymap } from './active-keymap.ts';
import { LabelBoard, type ScopedUses } from './key-labels.ts';
import { isTyped, keyOf, modifierOf } from './key-of.ts';
import { type ActionOf, keymap as allKeys, type Binding, type Scope } from './keymap.ts';
import { HitAreas, type MouseEvent, mouseEventOf } from './mouse.ts';
import { HitAreasProvider } from './use-hit-area.ts';

/** A handler for every action of a scope. It is told the key, and may answer with the sentence why that cannot work now. */
export type KeyHandlers<S extends Scope> = Readonly<Record<ActionOf<S>, (key: string) => unknown>>;

/** Words for what keys of a scope do now. */
export type KeyLabels<S extends Scope> = Readonly<Partial<Record<ActionOf<S>, string>>>;

/** Sentences that say why actions of a scope can do nothing now: the footer leaves those out, and the handler is not called. */
export type KeyReasons<S extends Scope> = Readonly<Partial<Record<ActionOf<S>, string>>>;

/** Receiver of the keys' actions. */
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
  readonly board: LabelBoard;
  readonly keymap: ActiveKeymap;
  /** Sentence why nothing can be changed; undefined if it can. */
  readonly readOnlyReason: string | undefined;
  /** Tells every key until the returned function is called. */
  listen(listener: (key: string) => void): () => void;
  /** Tells a key as if it had been pressed. */
  press(key: string): void;
}

const Context = createContext<Keyboard | undefined>(undefined);

/**
 * Hears the keys for everything below it, and tells `reporter` what became of them. It always listens, and who answers
 * changes together with the screen: a key that is pressed the moment a dialog appears is the dialog's.
 */
export function KeyboardProvider(props: {
  readonly reporter?: KeyReporter;
  /** The keys that mean something; those of the keymap unless given. */
  readonly keymap?: ActiveKeymap;
  /** Sentence why actions that change something cannot work; they can unless given. */
  readonly readOnlyReason?: string | undefined;
  readonly children: ReactNode;
}) {
  const { reporter = silent, readOnlyReason } = props;
  const [ownKeymap] = useState(() => props.keymap ?? new ActiveKeymap());
  const keymap = props.keymap ?? ownKeymap;
  const [listeners] = useState(() => new Set<(key: string) => void>());
  const [board] = useState(() => new LabelBoard());
  const [areas] = useState(() => new HitAreas());
  const keyboard = useMemo<Keyboard>(
    () => ({
      reporter,
      board,
      keymap,
      readOnlyReason,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      press(key) {
        for (const listener of [...listeners]) listener(key);
      },
    }),
    [reporter, board, keymap, readOnlyReason, listeners],
  );
  useInput((input, key) => {
    const mouse = mouseEventOf(input);
    if (mouse === undefined) keyboard.press(keyOf(input, key));
    else if (mouse.kind !== 'none') answerMouse(mouse, areas, keyboard);
  });
  return createElement(Context, { value: keyboard }, createElement(HitAreasProvider, { value: areas }, props.children));
}

// What does not answer the wheel by itself is gone through row by row.
function answerMouse(mouse: MouseEvent, areas: HitAreas, { press, reporter }: Keyboard): void {
  try {
    if (areas.answer(mouse) || mouse.kind !== 'wheel') return;
    for (let step = 0; step < Math.abs(mouse.by); step += 1) press(mouse.by < 0 ? 'up' : 'down');
  } catch (error) {
    reporter.failed(error);
  }
}

const silent: KeyReporter = { acted: () => {}, refused: () => {}, failed: () => {} };

/** The function that presses a key for a person who chose its action in another way; nothing hears it outside a KeyboardProvider. */
export function useKeyPress(): (key: string) => void {
  return useContext(Context)?.press ?? pressNothing;
}

function pressNothing(): void {}

/** The keys that mean something, with those that a person chose. */
export function useKeymap(): ActiveKeymap {
  const keyboard = useContext(Context);
  if (!keyboard) throw new Error('the keymap is asked for outside a KeyboardProvider');
  return keyboard.keymap;
}

/** Answers the keys of a scope while `isActive`. Its `labels` and `reasons` hold as long as the screen is shown. */
export function useKeys<S extends Scope>(
  scope: S,
  handlers: KeyHandlers<S>,
  options: { readonly isActive: boolean; readonly labels?: KeyLabels<S>; readonly reasons?: KeyReasons<S> },
): void {
  const { labels } = options;
  const readOnly = useContext(Context)?.readOnlyReason;
  const reasons =
    readOnly === undefined ? options.reasons : { ...options.reasons, ...reasonsOfChanges(scope, readOnly) };
  useUses(scope, labels, reasons);
  useListener((key, { reporter, keymap }) => {
    const binding = keymap.find(key, [scope]);
    if (!binding) return;
    reporter.acted(binding.action);
    const reason = reasons?.[binding.action as ActionOf<S>];
    if (reason !== undefined) {
      reporter.refused(reason);
      return;
    }
    const answer = handlers[binding.action as ActionOf<S>](key);
    if (typeof answer === 'string') reporter.refused(answer);
  }, options.isActive);
}

function reasonsOfChanges<S extends Scope>(scope: S, reason: string): KeyReasons<S> {
  const changing = allKeys.filter((binding: Binding) => binding.scope === scope && binding.changes === true);
  return Object.fromEntries(changing.map(({ action }) => [action, reason])) as KeyReasons<S>;
}

/** Present uses of the keys of the shown screen. */
export function useKeyUses(): ScopedUses {
  const keyboard = useContext(Context);
  const [board] = useState(() => keyboard?.board ?? new LabelBoard());
  return useSyncExternalStore(board.subscribe, board.current);
}

function useUses(scope: Scope, labels: KeyLabels<Scope> = {}, reasons: KeyReasons<Scope> = {}): void {
  const board = useContext(Context)?.board;
  // Most frames have the words of the last one.
  const written = JSON.stringify({ labels, reasons });
  useLayoutEffect(() => board?.put(scope, JSON.parse(written)), [board, scope, written]);
}

/** Answers every key of a dialog, named as in the keymap, while `isActive`. */
export function useDialogKeys(
  answer: (key: string) => void,
  options: { readonly isActive: boolean } = { isActive: true },
): void {
  useListener(answer, options.isActive);
}

/** Events that a prompt receives. */
export interface PromptInput {
  /** A key that types nothing, named as in the keymap; with `ctrl+` or `alt+` before it if that was held. */
  readonly onKey: (key: string) => void;
  readonly onText: (text: string) => void;
  /** Answers with a sentence where not all of it was taken. */
  readonly onPaste: (text: string) => string | undefined;
}

/** Hears the keys of a prompt, and what is pasted into it. */
export function usePromptInput({ onKey, onText, onPaste }: PromptInput): void {
  const keyboard = useContext(Context);
  const report = (work: () => unknown): void => {
    try {
      const refusal = work();
      if (typeof refusal === 'string') keyboard?.reporter.refused(refusal);
    } catch (error) {
      keyboard?.reporter.failed(error);
    }
  };
  useInput((input, key) =>
    report(() => {
      const name = keyOf('', key);
      if (name !== '' && name !== 'ctrl+') onKey(`${modifierOf(key)}${name}`);
      else if (key.ctrl) onKey(`ctrl+${input}`);
      else if (!key.meta && isTyped(input)) onText(input);
    }),
  );
  usePaste((text) => report(() => onPaste(text)));
}

/** Hears every key. A throw is reported: no error boundary would catch it. */
function useListener(answer: (key: string, keyboard: Keyboard) => void, isActive: boolean): void {
  const keyboard = useContext(Context);
  if (!keyboard) throw new Error('keys are asked for outside a KeyboardProvider');
  const hear = useEffectEvent((key: string) => {
    try {
      answer(key, keyboard);
    } catch (error) {
      keyboard.reporter.failed(error);
    }
  });
  // Before the screen is drawn, not some time after it as other effects are.
  useLayoutEffect(() => (isActive ? keyboard.listen((key) => hear(key)) : undefined), [keyboard, isActive]);
}
