import { useState } from 'react';
import { PresentsError } from '../../model/presents-error.ts';
import { errorText } from '../../text/error-text.ts';
import { printable } from '../../text/printable.ts';
import type { KnownDatabase } from '../context/services.tsx';
import { useDialogKeys } from '../keys/use-keys.ts';
import type { AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './session.ts';
import { type WelcomeChoice, welcomeChoices } from './welcome-choices.ts';

/** Part of the welcome that is shown. */
export type WelcomeView = 'choices' | 'prompt' | 'help';

/** State of the welcome, and what its prompt does. */
export interface WelcomeState {
  readonly view: WelcomeView;
  readonly known: readonly KnownDatabase[];
  readonly choices: readonly WelcomeChoice[];
  readonly at: number;
  /** News of something that is being done, or that went wrong. */
  readonly news: { readonly text: string; readonly tone: 'accent' | 'bad' } | null;
  openOther(name: string): void;
  forgetNews(): void;
  leavePrompt(): void;
}

/** Keeps the state of the welcome, and answers its keys while nothing is typed. */
export function useWelcome(props: {
  readonly missing: MissingDatabase;
  readonly session: Session;
  readonly onOpen: (app: AppProps) => void;
  readonly onQuit: () => void;
}): WelcomeState {
  const { missing, session, onOpen, onQuit } = props;
  const [known] = useState(() => session.door.known());
  const [at, setAt] = useState(0);
  const [view, setView] = useState<WelcomeView>('choices');
  const [news, setNews] = useState<WelcomeState['news']>(null);
  const isBusy = news?.tone === 'accent';
  const choices = welcomeChoices(missing, known);
  const attempt = (word: string, work: () => Promise<AppProps>): void => {
    if (isBusy) return;
    setNews({ text: word, tone: 'accent' });
    work().then(onOpen, (error: unknown) => setNews({ text: sentenceOf(error), tone: 'bad' }));
  };
  const openOther = (name: string): void => attempt('Opening …', () => session.openOther(name));
  const actions: Readonly<Record<WelcomeChoice['action'], (name: string) => void>> = {
    create: () => attempt('Creating …', () => session.create()),
    demo: () => attempt('Making the demo …', () => session.openDemo()),
    known: openOther,
    open: () => {
      setNews(null);
      setView('prompt');
    },
    quit: onQuit,
  };
  useDialogKeys((key) => {
    if (key === 'ctrl+c') onQuit();
    if (view === 'prompt' || isBusy) return;
    if (view === 'help') setView('choices');
    else if (key === '?') setView('help');
    else if (key === 'down' || key === 'j' || key === 'tab') setAt((at + 1) % choices.length);
    else if (key === 'up' || key === 'k' || key === 'shift+tab') setAt((at + choices.length - 1) % choices.length);
    else {
      const chosen = key === 'return' ? choices[at] : choices.find((choice) => choice.key === key);
      if (chosen) actions[chosen.action](chosen.name);
    }
  });
  const leavePrompt = (): void => {
    setView('choices');
    setNews(null);
  };
  return { view, known, choices, at, news, openOther, forgetNews: () => setNews(null), leavePrompt };
}

function sentenceOf(error: unknown): string {
  const next = error instanceof PresentsError && error.nextStep !== '' ? ` ${printable(error.nextStep)}` : '';
  return `${errorText(error)}${next}`;
}
