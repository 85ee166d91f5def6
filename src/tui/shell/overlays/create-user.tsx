import { Box } from 'ink';
import { useState } from 'react';
import { usernameFault } from '../../../model/username.ts';
import { shortErrorText } from '../../../text/error-text.ts';
import { Dialog, dialogWidth } from '../../components/dialog.tsx';
import { hintSegments } from '../../components/hints.ts';
import { Line } from '../../components/line.tsx';
import { TextPrompt } from '../../components/text-prompt.tsx';
import { useServices } from '../../context/services.tsx';
import { useActions } from '../../context/use-actions.ts';

/** Asks for a username; the reason why one is refused appears while it is typed, and the text stays when the database refuses. */
export function CreateUser(props: { readonly screenWidth: number; readonly screenHeight: number }) {
  const { screenWidth, screenHeight } = props;
  const { dispatch } = useServices();
  const actions = useActions();
  const [name, setName] = useState('');
  const [refusal, setRefusal] = useState('');
  const [isBusy, setBusy] = useState(false);
  const fault = name === '' ? undefined : usernameFault(name);
  const width = dialogWidth(screenWidth, 60);

  const submit = (): void => {
    if (isBusy) return;
    const reason = usernameFault(name);
    setRefusal(reason ?? '');
    if (reason) return;
    setBusy(true);
    actions.run(() =>
      actions.createUser(name.trim()).catch((error: unknown) => {
        setBusy(false);
        setRefusal(shortErrorText(error));
      }),
    );
  };
  const below = fault ?? refusal;
  return (
    <Dialog title="Add a user" screenWidth={screenWidth} screenHeight={screenHeight} lines={3} wantedWidth={60}>
      <Box>
        <Line width={10} left={[{ text: 'Username: ', tone: 'muted' }]} />
        <TextPrompt
          value={name}
          width={width - 10}
          onChange={(next) => {
            setName(next);
            setRefusal('');
          }}
          onSubmit={submit}
          onCancel={() => dispatch({ type: 'overlay', overlay: null })}
        />
      </Box>
      <Line width={width} left={[{ text: below, tone: 'bad' }]} />
      <Line
        width={width}
        left={hintSegments(
          [
            ['⏎', 'create and show the key once', 'create'],
            ['Esc', 'cancel'],
          ],
          width,
        )}
      />
    </Dialog>
  );
}
