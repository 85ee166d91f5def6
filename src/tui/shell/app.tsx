import { Box, useApp, usePaste, useWindowSize } from 'ink';
import { Activity, useEffect, useLayoutEffect, useMemo, useReducer, useState } from 'react';
import { Kept } from '../../live/kept.ts';
import { LiveProvider } from '../../live/live-context.tsx';
import { Unfinished } from '../../live/unfinished.ts';
import { errorText } from '../../text/error-text.ts';
import { Painted } from '../components/line.tsx';
import { ExportBoard } from '../context/export-board.ts';
import type { Message } from '../context/message.ts';
import { type Navigation, navigate, type Start, startNavigation } from '../context/navigation.ts';
import type { KnownUsers, WindowValues } from '../context/palette-answers.ts';
import { pinWindows } from '../context/pinned-windows.ts';
import { isFiltered } from '../context/route.ts';
import { isOpened, pinOf, shownRoute, tabOf } from '../context/routes.ts';
import { type Services, ServicesProvider, useServices } from '../context/services.tsx';
import { shownWindow } from '../context/shown-window.ts';
import { useComparison } from '../context/use-comparison.ts';
import { useMovingWindow } from '../context/use-moving-window.ts';
import { ActiveKeymap } from '../keys/active-keymap.ts';
import { scopesOf } from '../keys/keymap.ts';
import { screenEntry } from '../keys/screens.ts';
import { HitLayer } from '../keys/use-hit-area.ts';
import { KeyboardProvider, useDialogKeys, useKeymap, useKeyPress, useKeys } from '../keys/use-keys.ts';
import type { ThemeChoice } from '../terminal/colors.ts';
import { useMouse } from '../terminal/use-mouse.ts';
import { useNoWrap } from '../terminal/use-no-wrap.ts';
import { useTheme } from '../theme/use-theme.ts';
import { FilterLine } from './filter-line.tsx';
import { Footer } from './footer.tsx';
import { layoutFrame } from './frame.ts';
import { StatusHeader, TinyFrame } from './header.tsx';
import { Notice } from './notice.tsx';
import { OverlayLayer } from './overlays/overlay-layer.tsx';
import { ScreenStack } from './screen-stack.tsx';
import { nothingToUndo, useGlobalKeys } from './use-global-keys.ts';
import { useRecordKeys } from './use-record-keys.ts';

const messageMs = 10_000;

/** Services of the dashboard that exist before there is anything to navigate. */
export interface AppProps {
  readonly services: Omit<Services, 'dispatch' | 'windowAt' | 'unfinished' | 'exports' | 'paletteAnswers' | 'themes'>;
  readonly start: Start;
  /** Stops the process until the shell brings it back (Ctrl-Z). */
  readonly suspendProcess: () => Promise<void>;
}

/** The whole dashboard: header, the active screen, message line and footer, and what stands over them. */
export function App({ services: given, start, suspendProcess, themes }: AppProps & { readonly themes: ThemeChoice }) {
  const hasMouse = given.settings.mouse;
  const [navigation, dispatch] = useReducer(navigate, { hasMouse, ...start }, startNavigation);
  const services = useMemo(
    () => ({
      ...given,
      dispatch,
      windowAt: pinWindows(given.heartbeat, given.clock),
      unfinished: new Unfinished(),
      exports: new ExportBoard(),
      paletteAnswers: { users: new Kept<KnownUsers>(), values: new Kept<WindowValues>() },
      themes,
    }),
    [given, themes],
  );
  const { heartbeat, settings } = services;
  const keymap = useMemo(() => new ActiveKeymap(settings.keys), [settings.keys]);
  const [reads, setReads] = useState(0);
  const reporter = useMemo(
    () => ({
      acted: (action: string) => {
        dispatch({ type: 'acted', action });
        if (action === 'refresh') setReads((count) => count + 1);
      },
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
  const { routes } = navigation;
  useEffect(() => services.keepPlace(routes), [services, routes]);
  const hasOverlay = navigation.overlay !== null;
  useEffect(() => (hasOverlay ? heartbeat.hold() : undefined), [hasOverlay, heartbeat]);
  return (
    <ServicesProvider value={services}>
      <LiveProvider value={services}>
        <KeyboardProvider reporter={reporter} keymap={keymap} readOnlyReason={services.readOnlyReason}>
          <Frame navigation={navigation} reads={reads} suspendProcess={suspendProcess} />
        </KeyboardProvider>
      </LiveProvider>
    </ServicesProvider>
  );
}

function Frame(props: {
  readonly navigation: Navigation;
  readonly reads: number;
  readonly suspendProcess: () => Promise<void>;
}) {
  const { navigation, reads, suspendProcess } = props;
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  const { clock } = useServices();
  const { routes, overlay, message, isTyping, isUtc } = navigation;
  const { screen, view } = shownRoute(routes);
  const layout = layoutFrame(columns, rows);
  const isTiny = layout.kind === 'tiny';
  const pin = pinOf(routes, { now: clock.now(), isUtc });
  const { firstWindow } = routes;
  const pinned = { pinned: pin?.window ?? null, isLiveNext: pin?.isLiveNext ?? false, firstWindow, isUtc };
  const wayOut = isOpened(routes) ? 'back' : 'quit';
  const keymap = useKeymap();
  const bindings = useMemo(() => keymap.of([...scopesOf(screen), 'global']), [keymap, screen]);
  useExpiry(message);
  useComparison(navigation.comparison);
  useMovingWindow(shownWindow(view, { now: clock.now(), isUtc }).endsAt === null && screenEntry(screen).showsWindow);
  const isBrowsing = useFrameKeys(navigation, isTiny, suspendProcess);
  const stack = { reads, routes, isTyping, isUtc, isActive: isBrowsing, isShown: !isTiny };
  return (
    <Box width={columns} height={rows} flexDirection="column">
      <HitLayer value={isBrowsing}>
        {isTiny && <TinyFrame {...pinned} width={columns} height={rows} message={message} wayOut={wayOut} />}
        {!isTiny && <StatusHeader {...pinned} width={columns} tab={tabOf(routes)} />}
        {layout.hasSpacer && <Painted text=" " />}
        <ScreenStack {...stack} width={columns} height={layout.bodyHeight} />
        {!isTiny && <Notice width={columns} message={message} />}
        {!isTiny && <Footer width={columns} bindings={bindings} />}
      </HitLayer>
      {isTyping && isFiltered(screen) && (
        // Out of sight it sleeps, and keeps what was typed.
        <Activity mode={isTiny ? 'hidden' : 'visible'}>
          <FilterLine view={view} width={columns} top={layout.hasSpacer ? 3 : 2} height={layout.bodyHeight - 1} />
        </Activity>
      )}
      {overlay && (
        <OverlayLayer overlay={overlay} navigation={navigation} width={columns} height={rows} onQuit={() => exit()} />
      )}
    </Box>
  );
}

/** Answers the keys that work everywhere. Answers true while keys are commands: nothing stands over the screen, and nothing is typed. */
function useFrameKeys(navigation: Navigation, isTiny: boolean, suspendProcess: () => Promise<void>): boolean {
  const { overlay, isTyping } = navigation;
  const { exit } = useApp();
  const withWrap = useNoWrap();
  const { isSpoken } = useTheme();
  const withoutMouse = useMouse(navigation.hasMouse && !isSpoken);
  const isBrowsing = overlay === null && !isTyping;
  const keys = useGlobalKeys(navigation, () => withoutMouse(() => withWrap(suspendProcess)));
  useKeys('global', keys, {
    isActive: isBrowsing,
    labels: { back: isOpened(navigation.routes) ? 'back' : 'quit' },
    reasons: navigation.undos.length === 0 ? { undo: nothingToUndo } : {},
  });
  useRecordKeys(navigation, { isActive: isBrowsing });
  // In a dialog or a prompt Ctrl-C quits and Ctrl-Z suspends as everywhere; only the box with a new key asks first, by itself.
  // On a tiny terminal the prompt is out of sight, so that q does what it says there.
  useDialogKeys(
    (key) => {
      if (key === 'ctrl+c') exit();
      else if (key === 'ctrl+z') keys.suspend(key);
      else if (key === 'q' && isTiny && overlay === null) keys.back(key);
    },
    { isActive: !isBrowsing && overlay?.kind !== 'secret' },
  );
  useIgnoredPaste(isBrowsing);
  usePressed(navigation.pressed);
  return isBrowsing;
}

/** Presses the key of an action that was chosen in a list. The list is gone by then, and the screen hears keys again. */
function usePressed(pressed: Navigation['pressed']): void {
  const press = useKeyPress();
  useLayoutEffect(() => {
    if (pressed) press(pressed.key);
  }, [pressed, press]);
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
