import { useState } from 'react';
import type { EditedLine } from '../../text/edited-line.ts';
import { useDialogKeys } from '../keys/use-keys.ts';

/** A text that a prompt offers, and a word about it. */
export interface Offer {
  readonly text: string;
  readonly note?: string;
}

/** Completion of a typed text: as far as it is certain, and every text that it may become. */
export interface Completion {
  readonly text: string;
  readonly candidates: readonly string[];
}

/** A path while it is typed. */
export interface TypedPath {
  readonly text: string;
  readonly cursor: number;
  /** Completions that Tab goes through; null for none. */
  readonly completions: readonly Offer[] | null;
  /** Index of the offer that is chosen; -1 for the typed text. */
  readonly at: number;
}

/** Keeps a path that is typed: Tab completes it, then goes through what is left; arrows choose among what is shown. */
export function usePathPrompt(props: {
  readonly initial: string;
  readonly offers: readonly Offer[];
  readonly complete: (text: string) => Promise<Completion>;
}): {
  readonly typed: TypedPath;
  readonly shown: readonly Offer[];
  readonly edit: (line: EditedLine) => void;
  readonly choose: (at: number) => void;
} {
  const { initial, offers, complete } = props;
  const [typed, setTyped] = useState<TypedPath>({ text: initial, cursor: initial.length, completions: null, at: -1 });
  const shown = typed.completions ?? offers.filter(({ text }) => text.includes(typed.text));
  const choose = (at: number): void => {
    const offer = typed.completions?.[at];
    setTyped(offer === undefined ? { ...typed, at } : { ...typed, at, text: offer.text, cursor: offer.text.length });
  };
  const step = (by: 1 | -1): void => {
    const count = shown.length;
    if (count > 0) choose(typed.at < 0 ? (by > 0 ? 0 : count - 1) : (typed.at + by + count) % count);
  };
  const askForCompletion = (): void => {
    const { text } = typed;
    void complete(text).then((found) => {
      // What was typed meanwhile stands.
      setTyped((now) => (now.text === text ? completed(now, found) : now));
    });
  };
  useDialogKeys((key) => {
    if (key === 'down') step(1);
    else if (key === 'up' || key === 'shift+tab') step(-1);
    else if (key === 'tab' && typed.completions !== null && typed.completions.length > 1) step(1);
    else if (key === 'tab') askForCompletion();
  });
  const edit = ({ text, cursor }: EditedLine): void =>
    setTyped(text === typed.text ? { ...typed, cursor } : { text, cursor, completions: null, at: -1 });
  return { typed, shown, edit, choose };
}

function completed(now: TypedPath, { text, candidates }: Completion): TypedPath {
  if (candidates.length === 0) return { ...now, completions: [], at: -1 };
  const completions = candidates.length > 1 ? candidates.map((candidate) => ({ text: candidate })) : null;
  return { text, cursor: text.length, completions, at: -1 };
}
