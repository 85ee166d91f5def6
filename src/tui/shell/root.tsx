import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { ChartStyle } from '../../text/area-chart.ts';
import { KeyboardProvider } from '../keys/use-keys.ts';
import type { ThemeSource } from '../terminal/colors.ts';
import { spokenTheme } from '../theme/spoken-theme.ts';
import { createTheme } from '../theme/theme.ts';
import { ThemeProvider } from '../theme/use-theme.ts';
import { App, type AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './session.ts';
import { Welcome } from './welcome.tsx';

/** First view, and the view behind it. */
export interface RootProps {
  readonly theme: ThemeSource;
  /** Signs that the terminal can draw. */
  readonly style: ChartStyle;
  /** True where the screen is read out. */
  readonly isSpoken: boolean;
  readonly session: Session;
  readonly start: AppProps | MissingDatabase;
}

/** The dashboard, or the welcome until there is a database to show. */
export function Root({ theme: source, style, isSpoken, start, session }: RootProps) {
  const { onChange, current } = source;
  const [shown, setShown] = useState(start);
  useEffect(() => session.onOpen(setShown), [session]);
  // By now nobody asks the one before any more.
  useEffect(() => session.closeAllBut(shown), [session, shown]);
  const name = useSyncExternalStore(onChange, current);
  const theme = useMemo(() => (isSpoken ? spokenTheme : createTheme(name, style)), [name, style, isSpoken]);
  return (
    <ThemeProvider value={theme}>
      {typeof shown === 'string' ? (
        <KeyboardProvider>
          <Welcome missing={shown} session={session} onOpen={setShown} />
        </KeyboardProvider>
      ) : (
        <App key={shown.services.databaseName} {...shown} themes={source} />
      )}
    </ThemeProvider>
  );
}
