import { cleanUpCache } from '../../../actions/clean-up-cache.ts';
import { cleanUpCalls } from '../../../actions/clean-up-calls.ts';
import { shortErrorText } from '../../../text/error-text.ts';
import { printable } from '../../../text/printable.ts';
import { Choice } from '../../components/choice.tsx';
import { Confirm } from '../../components/confirm.tsx';
import type { Navigation } from '../../context/navigation.ts';
import type { Overlay } from '../../context/overlay.ts';
import { shownRoute } from '../../context/routes.ts';
import { useServices } from '../../context/services.tsx';
import { type Scope, scopesOf } from '../../keys/keymap.ts';
import { screenEntry } from '../../keys/screens.ts';
import type { Segment } from '../../theme/segments.ts';
import { Cleanup } from './cleanup.tsx';
import { Command } from './command.tsx';
import { CreateUser } from './create-user.tsx';
import { Export } from './export.tsx';
import { Help } from './help.tsx';
import { Note } from './note.tsx';
import { OpenDatabase } from './open-database.tsx';
import { Palette } from './palette.tsx';
import { Secret } from './secret.tsx';
import { TaskBox } from './task-box.tsx';
import { Views } from './views.tsx';

const cleanUps = { cache: cleanUpCache, calls: cleanUpCalls };

/** Draws the overlay that covers the screen now. */
export function OverlayLayer(props: {
  readonly overlay: Overlay;
  readonly navigation: Navigation;
  readonly width: number;
  readonly height: number;
  readonly onQuit: () => void;
}) {
  const { overlay, width, height } = props;
  const { dispatch } = useServices();
  const size = { screenWidth: width, screenHeight: height };
  const close = (): void => dispatch({ type: 'overlay', overlay: null });
  switch (overlay.kind) {
    case 'help':
      return <Help {...size} activeScopes={shownScopes(props.navigation)} onClose={close} />;
    case 'palette':
      return <Palette {...size} navigation={props.navigation} onClose={close} />;
    case 'views':
      return <Views {...size} navigation={props.navigation} onClose={close} />;
    case 'openDatabase':
      return <OpenDatabase {...size} onClose={close} />;
    case 'command':
      return <Command {...size} line={overlay.line} isRun={overlay.isRun} onClose={close} />;
    case 'createUser':
      return <CreateUser {...size} />;
    case 'note':
      return <Note {...size} group={overlay.group} />;
    case 'cleanup':
      return <Cleanup {...size} cleanUp={cleanUps[overlay.of]} />;
    case 'choice':
      return <Choice {...size} {...overlay.choice} onChoose={overlay.choice.choose} onCancel={close} />;
    case 'confirm': {
      const { confirmation } = overlay;
      const confirm = (): void => {
        close();
        confirmation.confirm();
      };
      return <Confirm {...size} {...confirmation} onConfirm={confirm} onCancel={close} />;
    }
    case 'task':
      return <TaskBox {...size} task={overlay.task} />;
    case 'export':
      return (
        <Export
          {...size}
          {...overlay}
          title={titleOf(props.navigation)}
          isUtc={props.navigation.isUtc}
          onClose={close}
        />
      );
    case 'secret':
      return <SecretOverlay {...props} overlay={overlay} />;
  }
}

function titleOf({ routes }: Navigation): string {
  return screenEntry(shownRoute(routes).screen).title;
}

function shownScopes({ routes }: Navigation): readonly Scope[] {
  return [...scopesOf(shownRoute(routes).screen), 'global'];
}

function SecretOverlay(props: {
  readonly overlay: Extract<Overlay, { kind: 'secret' }>;
  readonly width: number;
  readonly height: number;
  readonly onQuit: () => void;
}) {
  const { overlay, width, height, onQuit } = props;
  const { dispatch, copy, saveKey } = useServices();
  const { issued, isAskedToLeave } = overlay;
  const save = (): Promise<Segment> =>
    saveKey(issued).then(
      (path) => ({ text: `Written to ${printable(path)} (0600).`, tone: 'good' }),
      (error: unknown) => ({ text: `Not written: ${shortErrorText(error)}`, tone: 'bad' }),
    );
  return (
    <Secret
      key={`${issued.id} ${issued.apiKey.slice(0, 4)}`}
      username={printable(issued.username, 80)}
      apiKey={issued.apiKey}
      screenWidth={width}
      screenHeight={height}
      isAskedToLeave={isAskedToLeave}
      onCopy={() => copy(issued.apiKey)}
      onSave={save}
      onClose={() => dispatch({ type: 'saved' })}
      onLeave={() => (isAskedToLeave ? onQuit() : dispatch({ type: 'askToLeave' }))}
    />
  );
}
