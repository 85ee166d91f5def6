import { createContext, useContext } from 'react';
import { createTheme, type Theme } from './theme.ts';

const Context = createContext<Theme>(createTheme('none'));

/** Hands the theme to everything below. */
export const ThemeProvider = Context.Provider;

/** The colours by meaning. */
export function useTheme(): Theme {
  return useContext(Context);
}
