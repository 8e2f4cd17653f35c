import { useSyncExternalStore } from 'react';
import { CHOSEN_THEMES, THEME_COOKIE, themeOf } from '../../src/wire/theme.js';
import { createStore, useStore } from '../data/store.js';

export const themes = [...CHOSEN_THEMES, 'system'] as const;
export type Theme = (typeof themes)[number];
export type ColourMode = 'light' | 'dark';

const YEAR_SECONDS = 365 * 86_400;
const secure = location.protocol === 'https:' ? '; Secure' : '';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** The document already contains the selected colours, so the first paint uses them. */
const readTheme = (): Theme => themeOf(document.documentElement.dataset['theme']) ?? 'system';

const chosen = createStore<Theme>(readTheme());
const subscribe = (listener: () => void): (() => void) => {
  dark.addEventListener('change', listener);
  const stop = chosen.subscribe(listener);
  return () => {
    dark.removeEventListener('change', listener);
    stop();
  };
};
const modeNow = (): ColourMode => {
  const theme = chosen.get();
  return theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
};

const paint = (): void => {
  document.documentElement.dataset['mode'] = modeNow();
};
paint();
subscribe(paint);

export function setTheme(theme: Theme): void {
  const seconds = theme === 'system' ? 0 : YEAR_SECONDS;
  document.cookie = `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure}`;
  document.documentElement.dataset['theme'] = theme === 'system' ? '' : theme;
  chosen.set(theme);
}

/** The selected theme, and the resulting colours. */
export const useTheme = (): { readonly theme: Theme; readonly mode: ColourMode } => ({
  theme: useStore(chosen),
  mode: useSyncExternalStore(subscribe, modeNow),
});

/** The style variables of the MCP Apps specification. Frames receive them. */
const NAMES = [
  'background-primary',
  'background-secondary',
  'background-tertiary',
  'background-danger',
  'background-success',
  'background-warning',
  'background-info',
  'text-primary',
  'text-secondary',
  'text-tertiary',
  'text-danger',
  'text-success',
  'text-warning',
  'text-info',
  'border-primary',
  'border-secondary',
  'ring-primary',
].map((name) => `--color-${name}`);
const OTHERS = ['--font-sans', '--font-mono', '--border-radius-sm', '--border-radius-md', '--border-radius-lg'];

/** The values of these variables in the current colours. */
export function styleVariables(): Record<string, string> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries([...NAMES, ...OTHERS].map((name) => [name, style.getPropertyValue(name).trim()]));
}
