import { Box, useApp, usePaste, useWindowSize } from 'ink';
import { useState } from 'react';
import { UserError } from '../../model/user-error.ts';
import { errorText } from '../../text/error-text.ts';
import { printable } from '../../text/printable.ts';
import { pad } from '../../text/width.ts';
import { wrapWhole } from '../../text/wrap.ts';
import { Lines } from '../components/line.tsx';
import { Panel } from '../components/panel.tsx';
import { PathPrompt } from '../components/path-prompt.tsx';
import { Section } from '../components/section.tsx';
import { databaseOffers } from '../context/database-offers.ts';
import { useDialogKeys } from '../keys/use-keys.ts';
import { useNoWrap } from '../terminal/use-no-wrap.ts';
import type { Segment } from '../theme/segments.ts';
import type { AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './session.ts';
import { type WelcomeChoice, welcomeChoices, welcomeHelp } from './welcome-choices.ts';

const widest = 76;
const frameRows = 2;
const promptRows = 9;

type View = 'choices' | 'prompt' | 'help';

/** The first start: there is no database yet. Offers to create it, to open another, or the demo; nothing is made without a yes. */
export function Welcome(props: {
  readonly missing: MissingDatabase;
  readonly session: Session;
  readonly onOpen: (app: AppProps) => void;
}) {
  const { missing, session, onOpen } = props;
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  useNoWrap();
  // A prompt takes what is pasted by itself; elsewhere pasted text must not run as keys.
  usePaste(() => {});
  const [known] = useState(() => session.door.known());
  const [at, setAt] = useState(0);
  const [view, setView] = useState<View>('choices');
  const [news, setNews] = useState<{ readonly text: string; readonly tone: 'accent' | 'bad' } | null>(null);
  const isBusy = news?.tone === 'accent';
  const choices = welcomeChoices(missing, known);

  const attempt = (word: string, work: () => Promise<AppProps>): void => {
    setNews({ text: word, tone: 'accent' });
    work().then(onOpen, (error: unknown) => {
      const next = error instanceof UserError && error.nextStep ? ` ${printable(error.nextStep)}` : '';
      setNews({ text: `${errorText(error)}${next}`, tone: 'bad' });
    });
  };
  const openOther = (name: string): void => attempt('Opening …', () => session.openOther(name));
  const choose = ({ action, name }: WelcomeChoice): void => {
    setNews(null);
    if (action === 'create') attempt('Creating …', () => session.create());
    else if (action === 'demo') attempt('Making the demo …', () => session.openDemo());
    else if (action === 'known') openOther(name);
    else if (action === 'quit') exit();
    else setView('prompt');
  };

  useDialogKeys((key) => {
    if (key === 'ctrl+c') exit();
    if (view === 'prompt' || isBusy) return;
    if (view === 'help') setView('choices');
    else if (key === '?') setView('help');
    else if (key === 'down' || key === 'j' || key === 'tab') setAt((at + 1) % choices.length);
    else if (key === 'up' || key === 'k' || key === 'shift+tab') setAt((at + choices.length - 1) % choices.length);
    else {
      const chosen = key === 'return' ? choices[at] : choices.find((choice) => choice.key === key);
      if (chosen) choose(chosen);
    }
  });

  const width = Math.min(columns, widest);
  const inner = width - 4;
  const room = Math.max(1, rows - frameRows);
  const heading = headingLines(missing, session.databaseName, inner).slice(0, Math.max(0, room - 4));
  const fault = news?.tone === 'bad' ? news.text : '';
  const newsLines =
    news && view === 'choices' ? wrapWhole(news.text, inner).map((text) => [{ text, tone: news.tone }]) : [];
  const body = bodyLines(view, choices, { at, width: inner, height: room - heading.length - newsLines.length - 1 });
  const hint: readonly Segment[][] = view === 'choices' && newsLines.length === 0 && rows > 12 ? [[], keyWords] : [];
  const lines = [...heading, ...body, ...newsLines, ...hint];
  const height = Math.min(
    rows,
    frameRows + lines.length + (view === 'prompt' ? Math.min(promptRows, room - heading.length) : 0),
  );
  return (
    <Box width={columns} height={rows} flexDirection="column" alignItems="center" justifyContent="center">
      <Section kind="screen" id="welcome" />
      <Panel title="◆ presents" width={width} height={height} tone="accent">
        <Lines width={inner} lines={lines.slice(0, room)} />
        {view === 'prompt' && (
          <PathPrompt
            label="Name: "
            width={inner}
            height={Math.max(1, height - frameRows - lines.length)}
            offers={databaseOffers(known)}
            complete={session.door.complete}
            fault={fault}
            onEdit={() => setNews(null)}
            onSubmit={(name) => !isBusy && openOther(name)}
            onCancel={() => {
              setView('choices');
              setNews(null);
            }}
          />
        )}
      </Panel>
    </Box>
  );
}

const keyWords: Segment[] = [
  { text: '⏎', tone: 'accent', bold: true },
  { text: ' choose   ', tone: 'muted' },
  { text: '?', tone: 'accent', bold: true },
  { text: ' help', tone: 'muted' },
];

function headingLines(missing: MissingDatabase, name: string, width: number): readonly (readonly Segment[])[] {
  const sentence =
    missing === 'no database' ? 'There is no database here yet:' : 'This database does not have the tables of the API:';
  const nameLines = wrapWhole(name, width - 2).map((text): readonly Segment[] => [
    { text: `  ${text}`, tone: 'strong' },
  ]);
  return [...wrapWhole(sentence, width).map((text): readonly Segment[] => [{ text }]), ...nameLines, []];
}

/** The choices around the one that the cursor is on, or the help, as many lines as there is room for. */
function bodyLines(
  view: View,
  choices: readonly WelcomeChoice[],
  { at, width, height }: { readonly at: number; readonly width: number; readonly height: number },
): readonly (readonly Segment[])[] {
  if (view === 'prompt') return [];
  if (view === 'help') {
    return welcomeHelp
      .flatMap((sentence) => wrapWhole(sentence, width).map((text) => [{ text }]))
      .slice(0, Math.max(1, height));
  }
  const rows = Math.max(1, Math.min(choices.length, height));
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), choices.length - rows));
  return choices.slice(top, top + rows).map(({ key, label, note }, index): readonly Segment[] => {
    const isChosen = top + index === at;
    if (isChosen) return [{ text: pad(`❯ ${key}  ${label}  ${note}`, width, 'left'), selected: true }];
    return [{ text: `  ${key}  `, tone: 'accent', bold: true }, { text: `${label}  ` }, { text: note, tone: 'muted' }];
  });
}
