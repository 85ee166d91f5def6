import { Box, useApp, usePaste, useWindowSize } from 'ink';
import { useState } from 'react';
import { UserError } from '../../model/user-error.ts';
import { errorText } from '../../text/error-text.ts';
import { printable } from '../../text/printable.ts';
import { Line, Lines } from '../components/line.tsx';
import { Panel } from '../components/panel.tsx';
import { TextPrompt } from '../components/text-prompt.tsx';
import { useDialogKeys } from '../keys/use-keys.ts';
import { useNoWrap } from '../terminal/use-no-wrap.ts';
import type { Segment } from '../theme/segments.ts';
import type { AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './session.ts';

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
  const [path, setPath] = useState<string | null>(null);
  const [news, setNews] = useState<Segment | null>(null);
  const [isBusy, setBusy] = useState(false);

  const attempt = (word: string, work: () => Promise<AppProps>): void => {
    setBusy(true);
    setNews({ text: word, tone: 'accent' });
    work().then(onOpen, (error: unknown) => {
      setBusy(false);
      const next = error instanceof UserError && error.nextStep ? ` ${error.nextStep}` : '';
      setNews({ text: `${errorText(error)}${printable(next)}`, tone: 'bad' });
    });
  };
  const openOther = (): void => attempt('Opening …', () => session.openOther(path ?? ''));

  useDialogKeys((key) => {
    if (key === 'ctrl+c') exit();
    if (path !== null || isBusy) return;
    if (key === 'q') exit();
    else if (key === 'c') attempt('Creating …', () => session.create());
    else if (key === 'o') {
      setPath('');
      setNews(null);
    } else if (key === 'd') attempt('Making the demo …', () => session.openDemo());
  });

  const width = Math.min(columns, 76);
  const inner = width - 4;
  const choice = (key: string, what: string): readonly Segment[] => [
    { text: `  ${key}`, tone: 'accent', bold: true },
    { text: `  ${what}` },
  ];
  const lines: readonly (readonly Segment[])[] = [
    [],
    [
      {
        text:
          missing === 'no database'
            ? 'There is no database here yet:'
            : 'This database does not have the tables of the API:',
      },
    ],
    [{ text: `  ${session.databaseName}`, tone: 'strong' }],
    [],
    choice('c', missing === 'no database' ? 'create it here' : 'add the tables that are missing; what is in it stays'),
    choice('o', 'open another: a file, or postgresql://…'),
    choice('d', 'look around in a demo with invented data'),
    choice('q', `quit; nothing has been ${missing === 'no database' ? 'made' : 'changed'}`),
    // While a name is typed its prompt stands where the news would.
    path !== null && !isBusy && news ? [news] : [],
  ];
  const height = Math.min(rows, lines.length + 3);
  return (
    <Box width={columns} height={rows} alignItems="center" justifyContent="center">
      <Panel title="◆ presents" width={width} height={height} tone="accent">
        <Lines width={inner} lines={lines.slice(0, Math.max(0, height - 3))} />
        {path === null || isBusy ? (
          <Line width={inner} left={news ? [news] : []} />
        ) : (
          <Box>
            <Line width={6} left={[{ text: 'Name: ', tone: 'muted' }]} />
            <TextPrompt
              value={path}
              width={inner - 6}
              onChange={setPath}
              onSubmit={openOther}
              onCancel={() => setPath(null)}
            />
          </Box>
        )}
      </Panel>
    </Box>
  );
}
