import { useState } from 'react';
import { App, type AppProps } from './app.tsx';
import type { MissingDatabase, Session } from './open.tsx';
import type { Theme } from './theme.ts';
import { KeyboardProvider } from './use-keys.ts';
import { ThemeProvider } from './use-theme.ts';
import { Welcome } from './welcome.tsx';

/** What is shown first, and what stands behind it. */
export interface RootProps {
  readonly theme: Theme;
  readonly session: Session;
  readonly start: AppProps | MissingDatabase;
}

/** The dashboard, or the welcome until there is a database to show. */
export function Root(props: RootProps) {
  const [shown, setShown] = useState(props.start);
  return (
    <ThemeProvider value={props.theme}>
      {typeof shown === 'string' ? (
        <KeyboardProvider>
          <Welcome missing={shown} session={props.session} onOpen={setShown} />
        </KeyboardProvider>
      ) : (
        <App {...shown} />
      )}
    </ThemeProvider>
  );
}
