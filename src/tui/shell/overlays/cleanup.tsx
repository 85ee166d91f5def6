import { Box } from 'ink';
import { useEffect, useState } from 'react';
import type { CleanupEstimate } from '../../../model/cleanup.ts';
import { bar } from '../../../text/chart.ts';
import { shortErrorText } from '../../../text/error-text.ts';
import { formatCount, formatShare } from '../../../text/format.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { failureMessage, useActions } from '../../context/use-actions.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';

interface Size {
  readonly screenWidth: number;
  readonly screenHeight: number;
}

type Step =
  | { readonly name: 'days' }
  | { readonly name: 'confirm'; readonly days: number; readonly estimate: CleanupEstimate }
  | { readonly name: 'running'; readonly days: number; readonly matching: number };

/** Cleans the cache up: asks for an age, says how many rows of how many, asks for that number, shows the progress, can be stopped. */
export function Cleanup(size: Size) {
  const { store, dispatch } = useServices();
  const actions = useActions();
  const [step, setStep] = useState<Step>({ name: 'days' });
  const close = (): void => dispatch({ type: 'overlay', overlay: null });
  const count = (days: number): void =>
    actions.run(async () => {
      const estimate = await store.products.countOlderThan(days);
      if (estimate.matching > 0) return setStep({ name: 'confirm', days, estimate });
      close();
      const text = `No entry is older than ${days} days. Nothing was deleted.`;
      dispatch({ type: 'say', message: { tone: 'warn', text } });
    });
  if (step.name === 'days') return <AskDays {...size} onDays={count} onCancel={close} />;
  if (step.name === 'running') return <Running {...size} days={step.days} matching={step.matching} />;
  const { matching, total } = step.estimate;
  return (
    <Confirm
      {...size}
      title={`Delete ${formatCount(matching)} cached products?`}
      lines={[
        `${formatCount(matching)} of ${formatCount(total)} entries are older than ${step.days} days.`,
        'The API classifies them anew when it is asked for them. This cannot be undone.',
      ]}
      expected={String(matching)}
      isDangerous
      onConfirm={() => setStep({ name: 'running', days: step.days, matching })}
      onCancel={close}
    />
  );
}

function AskDays(props: Size & { readonly onDays: (days: number) => void; readonly onCancel: () => void }) {
  const [text, setText] = useState('30');
  const isDays = /^[1-9][0-9]{0,4}$/.test(text.trim());
  const width = dialogWidth(props.screenWidth, 56);
  return (
    <Dialog {...props} title="Clean up the cache" lines={2} wantedWidth={56}>
      <Box>
        <Line width={26} left={[{ text: 'Delete entries older than ', tone: 'muted' }]} />
        <TextPrompt
          value={text}
          width={7}
          onChange={setText}
          onSubmit={() => isDays && props.onDays(Number(text))}
          onCancel={props.onCancel}
        />
        <Line width={Math.max(0, width - 33)} left={[{ text: 'days', tone: 'muted' }]} />
      </Box>
      <Line
        width={width}
        left={[
          {
            text: isDays || text === '' ? '⏎ counts them first' : 'a whole number of days, 1 or more',
            tone: isDays ? 'muted' : 'bad',
          },
        ]}
      />
    </Dialog>
  );
}

function Running({
  screenWidth,
  screenHeight,
  days,
  matching,
}: Size & { readonly days: number; readonly matching: number }) {
  const { store, dispatch, heartbeat, location } = useServices();
  const [deleted, setDeleted] = useState(0);
  const [stopper] = useState(() => new AbortController());
  useDialogKeys((key) => {
    if (key === 'escape' || key === 'q') stopper.abort();
  });
  useEffect(() => {
    const end = (tone: 'good' | 'warn', text: string): void => {
      const command = presentsCommand([...location, '--days', String(days)], 'cleanup cache');
      dispatch({ type: 'overlay', overlay: null });
      dispatch({ type: 'done', message: { tone, text, ...(command !== undefined && { command }) } });
      heartbeat.checkNow();
    };
    store.products.cleanup({ days, onProgress: setDeleted, signal: stopper.signal }).then(
      (count) => {
        const text = `Deleted ${formatCount(count)} cached products older than ${days} days.`;
        end(stopper.signal.aborted ? 'warn' : 'good', stopper.signal.aborted ? `Stopped. ${text}` : text);
      },
      (error: unknown) => {
        dispatch({ type: 'overlay', overlay: null });
        dispatch({
          type: 'say',
          message: { ...failureMessage(error, location), text: shortErrorText(error) },
        });
      },
    );
    return () => stopper.abort();
  }, [store, dispatch, heartbeat, location, days, stopper]);
  const width = dialogWidth(screenWidth, 56);
  return (
    <Dialog title="Cleaning up" screenWidth={screenWidth} screenHeight={screenHeight} lines={3} wantedWidth={56}>
      <Line
        width={width}
        left={[{ text: `${formatCount(deleted)} of ${formatCount(matching)} deleted` }]}
        right={[{ text: formatShare(deleted, matching), tone: 'muted' }]}
      />
      <Line width={width} left={[{ text: bar(deleted, matching, width, 'blocks'), tone: 'chart' }]} />
      <Line
        width={width}
        left={[
          { text: 'Esc', tone: 'accent', bold: true },
          { text: ' stops; what is deleted stays deleted', tone: 'muted' },
        ]}
      />
    </Dialog>
  );
}
