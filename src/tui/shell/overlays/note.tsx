import { Box } from 'ink';
import { useState } from 'react';
import type { ErrorGroup } from '../../../model/error-group.ts';
import { shortErrorText } from '../../../text/error-text.ts';
import { printable } from '../../../text/printable.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';
import { useTriage } from '../../context/use-triage.ts';

const WIDTH = 72;

/** Asks for the note about a group of errors, beginning with the one that is kept; an empty one takes it away. */
export function Note(props: {
  readonly group: ErrorGroup;
  readonly screenWidth: number;
  readonly screenHeight: number;
}) {
  const { group, screenWidth, screenHeight } = props;
  const { dispatch } = useServices();
  const actions = useActions();
  const triage = useTriage();
  const [text, setText] = useState(group.triage.note);
  const [refusal, setRefusal] = useState('');
  const width = dialogWidth(screenWidth, WIDTH);
  const close = (): void => dispatch({ type: 'overlay', overlay: null });
  const submit = (): void =>
    actions.run(() => triage.note(group, text.trim()).then(close, (error) => setRefusal(shortErrorText(error))));
  return (
    <Dialog title="Note" screenWidth={screenWidth} screenHeight={screenHeight} lines={3} wantedWidth={WIDTH}>
      <Line width={width} left={[{ text: printable(group.message ?? `group ${group.id}`, width), tone: 'muted' }]} />
      <Box>
        <Line width={2} left={[{ text: '› ', tone: 'accent' }]} />
        <TextPrompt value={text} width={width - 2} onChange={setText} onSubmit={submit} onCancel={close} />
      </Box>
      {refusal === '' ? (
        <Line
          width={width}
          left={[
            { text: '⏎', tone: 'accent', bold: true },
            { text: ` ${text.trim() === '' && group.triage.note !== '' ? 'take it away' : 'keep'}   `, tone: 'muted' },
            { text: 'Esc', tone: 'accent', bold: true },
            { text: ' cancel', tone: 'muted' },
          ]}
        />
      ) : (
        <Line width={width} left={[{ text: refusal, tone: 'bad' }]} />
      )}
    </Dialog>
  );
}
