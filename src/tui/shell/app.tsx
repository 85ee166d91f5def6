import { Box, useApp, usePaste, useWindowSize } from 'ink';
import { Activity, useEffect, useMemo, useReducer } from 'react';
import { LiveProvider } from '../../live/live-context.tsx';
import { errorText } from '../../text/error-text.ts';
import { Painted } from '../components/line.tsx';
import type { Message } from '../context/message.ts';
import { isOpened, navigate, startNavigation } from '../context/navigation.ts';
import { pinWindows } from '../context/pinned-windows.ts';
import { type Services, ServicesProvider, useServices } from '../context/services.tsx';
import { useComparison } from '../context/use-comparison.ts';
import { useMovingWindow } from '../context/use-moving-window.ts';
import { bindingsOf } from '../keys/keymap.ts';
import { KeyboardProvider, useDialogKeys, useKeys } from '../keys/use-keys.ts';
import { useNoWrap } from '../terminal/use-no-wrap.ts';
import { Footer } from './footer.tsx';
import { layoutFrame } from './frame.ts';
import { StatusHeader, TinyFrame } from './header.tsx';
import { Notice } from './notice.tsx';
import { OverlayLayer } from './overlays/overlay-layer.tsx';
import { scopesOf, screens, showsWindow } from './registry.tsx';
import { useGlobalKeys } from './use-global-keys.ts';

const messageMs = 10_000;

/** What the dashboard stands on, before there is anything to navigate. */
export interface AppProps {
  readonly services: Omit<Services, 'dispatch' | 'windowAt'>;
  readonly greeting: Message | null;
  /** Stops the process until the shell brings it back (Ctrl-Z). */
  readonly suspendProcess: () => Promise<void>;
}

/** The whole dashboard: header, the active screen, message line and footer, and what stands over them. */
export function App({ services: given, greeting, suspendProcess }: AppProps) {
  const [navigation, dispatch] = useReducer(navigate, greeting, startNavigation);
  const services = useMemo(() => ({ ...given, dispatch, windowAt: pinWindows(given.heartbeat, given.clock) }), [given]);
  const { heartbeat } = services;
  const reporter = useMemo(
    () => ({
      acted: (action: string) => dispatch({ type: 'acted', action }),
      refused: (text: string) => dispatch({ type: 'say', message: { tone: 'warn', text } }),
      failed: (error: unknown) => {
        dispatch({ type: 'say', message: { tone: 'bad', text: `Command failed: ${errorText(error)}` } });
      },
    }),
    [],
  );
  useEffect(() => {
    heartbeat.start();
    return () => heartbeat.stop();
  }, [heartbeat]);
  const hasOverlay = navigation.overlay !== null;
  useEffect(() => (hasOverlay ? heartbeat.hold() : undefined), [hasOverlay, heartbeat]);
  return (
    <ServicesProvider value={services}>
      <LiveProvider value={services}>
        <KeyboardProvider reporter={reporter}>
          <Frame navigation={navigation} suspendProcess={suspendProcess} />
        </KeyboardProvider>
      </LiveProvider>
    </ServicesProvider>
  );
}

function Frame(props: {
  readonly navigation: ReturnType<typeof startNavigation>;
  readonly suspendProcess: () => Promise<void>;
}) {
  const { navigation, suspendProcess } = props;
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  const { overlay, isTyping } = navigation;
  const layout = layoutFrame(columns, rows);
  const isTiny = layout.kind === 'tiny';
  const isBrowsing = overlay === null && !isTyping;
  useExpiry(navigation.message);
  useComparison(navigation.comparison);
  useMovingWindow(navigation.window.endsAt === null && showsWindow(navigation));
  const withWrap = useNoWrap();
  const suspend = () => withWrap(suspendProcess);
  useKeys('global', useGlobalKeys(navigation, suspend), { isActive: isBrowsing });
  // In a dialog or a prompt Ctrl-C quits as everywhere; only the box with a new key asks first, by itself.
  // On a tiny terminal the prompt is out of sight, so that q is what it says there.
  useDialogKeys((key) => (key === 'ctrl+c' || (key === 'q' && isTiny && overlay === null)) && exit(), {
    isActive: !isBrowsing && overlay?.kind !== 'secret',
  });
  useIgnoredPaste(isBrowsing);

  const scopes = scopesOf(navigation);
  const layer = overlay && (
    <OverlayLayer
      overlay={overlay}
      scopes={[...scopes, 'global']}
      width={columns}
      height={rows}
      onQuit={() => exit()}
    />
  );
  const bindings = bindingsOf([...scopes, 'global']).map((binding) =>
    binding.action === 'back' && isOpened(navigation) ? { ...binding, label: 'back' } : binding,
  );
  return (
    <Box width={columns} height={rows} flexDirection="column">
      {isTiny && <TinyFrame width={columns} height={rows} navigation={navigation} />}
      {!isTiny && <StatusHeader width={columns} navigation={navigation} />}
      {layout.hasSpacer && <Painted text=" " />}
      <Screens
        navigation={navigation}
        width={columns}
        height={layout.bodyHeight}
        isShown={!isTiny}
        isActive={isBrowsing}
      />
      {!isTiny && <Notice width={columns} message={navigation.message} />}
      {!isTiny && <Footer width={columns} bindings={bindings} />}
      {layer}
    </Box>
  );
}

/** Every screen that was visited stays, asleep while another or none is shown: it keeps its cursor and asks nothing. */
function Screens(props: {
  readonly navigation: ReturnType<typeof startNavigation>;
  readonly width: number;
  readonly height: number;
  readonly isShown: boolean;
  readonly isActive: boolean;
}) {
  const { navigation, width, height, isActive } = props;
  return (
    <Box height={props.isShown ? height : 0} width={width} flexShrink={0} flexDirection="column">
      {screens.map(({ id, isShown, isKept, Screen }) => {
        if (!isShown(navigation) && !isKept(navigation)) return null;
        const isVisible = props.isShown && isShown(navigation);
        return (
          <Activity key={id} mode={isVisible ? 'visible' : 'hidden'}>
            <Screen navigation={navigation} width={width} height={height} isActive={isActive && isVisible} />
          </Activity>
        );
      })}
    </Box>
  );
}

/** News is old after a while, and would stand beside what it does not belong to. */
function useExpiry(message: Message | null): void {
  const { clock, dispatch } = useServices();
  useEffect(() => {
    // How far something is that goes on is no news of the past.
    if (message && message.tone !== 'busy') return clock.after(messageMs, () => dispatch({ type: 'expired', message }));
    return undefined;
  }, [message, clock, dispatch]);
}

/** Text pasted where keys are commands must not run as commands. */
function useIgnoredPaste(isActive: boolean): void {
  const { dispatch } = useServices();
  usePaste(
    () => dispatch({ type: 'say', message: { tone: 'warn', text: 'Pasted text was ignored: open a prompt first.' } }),
    {
      isActive,
    },
  );
}
