import { Box } from 'ink';
import { useEffect, useState } from 'react';
import type { CleanUp } from '../../../actions/clean-up.ts';
import type { CleanupEstimate } from '../../../model/cleanup.ts';
import { bar } from '../../../text/chart.ts';
import { shortErrorText } from '../../../text/error-text.ts';
import { formatDateTime, formatShare, zoneName } from '../../../text/format.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { cellWidth } from '../../../text/width.ts';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { type Hint, hintSegments } from '../../components/hints.ts';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { failureMessage, reportMessage } from '../../context/action-messages.ts';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useDialogKeys } from '../../keys/use-keys.ts';
import { useTheme } from '../../theme/use-theme.ts';

const unit = 'days';
const daysWidth = 7;
const daysKeys: readonly Hint[] = [
  ['⏎', 'count them first'],
  ['Esc', 'cancel'],
];
const DAY_MS = 86_400_000;

interface Size {
  readonly screenWidth: number;
  readonly screenHeight: number;
}

type Cleaning = Size & { readonly cleanUp: CleanUp };

type Step =
  | { readonly name: 'days' }
  | { readonly name: 'confirm'; readonly days: number; readonly estimate: CleanupEstimate }
  | { readonly name: 'running'; readonly days: number; readonly estimate: CleanupEstimate };

/** Deletes what is old: asks for an age, says how many rows of how many, asks for that number, shows the progress, can be stopped. */
export function Cleanup({ cleanUp, ...size }: Cleaning) {
  const { store, dispatch, clock } = useServices();
  const actions = useActions();
  const [step, setStep] = useState<Step>({ name: 'days' });
  const close = (): void => dispatch({ type: 'overlay', overlay: null });
  const count = (days: number): void =>
    actions.run(async () => {
      const estimate = await cleanUp.count(store, days);
      if (estimate.matching > 0) return setStep({ name: 'confirm', days, estimate });
      close();
      actions.say(reportMessage(cleanUp.nothing(estimate, days), undefined));
    });
  if (step.name === 'days') return <AskDays {...size} cleanUp={cleanUp} onDays={count} onCancel={close} />;
  if (step.name === 'running') return <Running {...size} cleanUp={cleanUp} days={step.days} estimate={step.estimate} />;
  const { days, estimate } = step;
  const limit = new Date(clock.now().getTime() - days * DAY_MS);
  const age = { days, limit: `${formatDateTime(limit, false)} ${zoneName(limit, false)}` };
  const { title, consequences } = cleanUp.question(estimate, age);
  return (
    <Confirm
      {...size}
      title={title}
      lines={consequences}
      expected={String(estimate.matching)}
      isDangerous
      onConfirm={() => setStep({ name: 'running', days, estimate })}
      onCancel={close}
    />
  );
}

function AskDays(props: Cleaning & { readonly onDays: (days: number) => void; readonly onCancel: () => void }) {
  const [text, setText] = useState(String(props.cleanUp.defaultDays));
  const isDays = /^[1-9][0-9]{0,4}$/.test(text.trim());
  const { rows } = props.cleanUp;
  const width = dialogWidth(props.screenWidth, 56);
  const labels = [`Delete ${rows} older than `, 'Older than '];
  const label = labels.find((text) => cellWidth(text) + daysWidth + cellWidth(unit) <= width) ?? '';
  return (
    <Dialog {...props} title={`Clean up ${rows}`} lines={2} wantedWidth={56}>
      <Box>
        <Line width={cellWidth(label)} left={[{ text: label, tone: 'muted' }]} />
        <TextPrompt
          value={text}
          width={daysWidth}
          onChange={setText}
          onSubmit={() => isDays && props.onDays(Number(text))}
          onCancel={props.onCancel}
        />
        <Line width={cellWidth(unit)} left={[{ text: unit, tone: 'muted' }]} />
      </Box>
      <Line
        width={width}
        left={
          isDays || text === ''
            ? hintSegments(daysKeys, width)
            : [{ text: 'a whole number of days, 1 or more', tone: 'bad' }]
        }
      />
    </Dialog>
  );
}

function Running({
  cleanUp,
  screenWidth,
  screenHeight,
  days,
  estimate,
}: Cleaning & { readonly days: number; readonly estimate: CleanupEstimate }) {
  const { store, dispatch, heartbeat, databaseWords } = useServices();
  const { style } = useTheme();
  const [deleted, setDeleted] = useState(0);
  const [stopper] = useState(() => new AbortController());
  useDialogKeys((key) => {
    if (key === 'escape' || key === 'q') stopper.abort();
  });
  useEffect(() => {
    const isStopped = () => stopper.signal.aborted;
    cleanUp.run(store, { days, onProgress: setDeleted, signal: stopper.signal }).then(
      (count) => {
        const command = presentsCommand([...databaseWords, '--days', String(days)], cleanUp.command);
        const report = cleanUp.report(count, estimate, isStopped() && count < estimate.matching);
        dispatch({ type: 'overlay', overlay: null });
        dispatch({ type: 'done', message: reportMessage(report, command) });
        heartbeat.checkNow();
      },
      (error: unknown) => {
        dispatch({ type: 'overlay', overlay: null });
        dispatch({
          type: 'say',
          message: { ...failureMessage(error, databaseWords), text: shortErrorText(error) },
        });
      },
    );
    return () => stopper.abort();
  }, [store, dispatch, heartbeat, databaseWords, cleanUp, days, estimate, stopper]);
  const width = dialogWidth(screenWidth, 56);
  return (
    <Dialog title="Cleaning up" screenWidth={screenWidth} screenHeight={screenHeight} lines={3} wantedWidth={56}>
      <Line
        width={width}
        left={[{ text: cleanUp.progress(deleted, estimate) }]}
        right={[{ text: formatShare(deleted, estimate.matching), tone: 'muted' }]}
      />
      <Line width={width} left={[{ text: bar(deleted, estimate.matching, width, style), tone: 'chart' }]} />
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
