import { Box, useApp, usePaste, useWindowSize } from 'ink';
import { pad } from '../../text/width.ts';
import { wrapWhole } from '../../text/wrap.ts';
import { type Hint, hintSegments } from '../components/hints.ts';
import { Lines } from '../components/line.tsx';
import { Panel } from '../components/panel.tsx';
import { PathPrompt } from '../components/path-prompt.tsx';
import { Section } from '../components/section.tsx';
import { databaseOffers } from '../context/database-offers.ts';
import { useNoWrap } from '../terminal/use-no-wrap.ts';
import type { Segment } from '../theme/segments.ts';
import type { AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './session.ts';
import { useWelcome, type WelcomeState } from './use-welcome.ts';
import { welcomeHelp } from './welcome-choices.ts';

const widest = 76;
const frameRows = 2;
const promptRows = 9;
const leastRowsWithHint = 10;
const rowsWithGap = 14;

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
  const welcome = useWelcome({ missing, session, onOpen, onQuit: () => exit() });
  const { view, news } = welcome;
  const width = Math.min(columns, widest);
  const inner = width - 4;
  const room = Math.max(1, rows - frameRows);
  const heading = headingLines(missing, session.databaseName, inner).slice(0, Math.max(0, room - 4));
  const newsLines =
    news && view === 'choices' ? wrapWhole(news.text, inner).map((text) => [{ text, tone: news.tone }]) : [];
  const hasHint = view === 'choices' && newsLines.length === 0 && rows >= leastRowsWithHint;
  const gap = hasHint && rows >= rowsWithGap ? [[]] : [];
  const spare = hasHint ? gap.length + 1 : 1;
  const body = bodyLines(welcome, { width: inner, height: room - heading.length - newsLines.length - spare });
  const hint = hasHint ? [...gap, hintLine(welcome.choices.length - body.length, inner)] : [];
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
            offers={databaseOffers(welcome.known)}
            complete={session.door.complete}
            fault={news?.tone === 'bad' ? news.text : ''}
            onEdit={welcome.forgetNews}
            onSubmit={welcome.openOther}
            onCancel={welcome.leavePrompt}
          />
        )}
      </Panel>
    </Box>
  );
}

/** The keys, and how many choices there is no room for. */
function hintLine(hiddenCount: number, width: number): readonly Segment[] {
  const more: readonly Hint[] = hiddenCount > 0 ? [['↑↓', `${hiddenCount} more`]] : [];
  return hintSegments([['⏎', 'choose'], ['?', 'help'], ...more], width);
}

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
  { view, choices, at }: WelcomeState,
  { width, height }: { readonly width: number; readonly height: number },
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
