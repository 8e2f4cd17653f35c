import { useSyncExternalStore } from 'react';
import { createStore, useStore } from '../data/store.js';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];
export type ColourMode = 'light' | 'dark';

const KEY = 'symphony-theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

/** Kept in the browser too, so that the first paint has it already. */
function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return themes.find((theme) => theme === kept) ?? 'system';
}

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
  localStorage.setItem(KEY, theme);
  document.documentElement.dataset['theme'] = theme === 'system' ? '' : theme;
  chosen.set(theme);
}

/** What was chosen, and what that means now. */
export const useTheme = (): { readonly theme: Theme; readonly mode: ColourMode } => ({
  theme: useStore(chosen),
  mode: useSyncExternalStore(subscribe, modeNow),
});

/** The style variables that MCP Apps names, and that frames are told. */
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

/** Their values in the colours of now. */
export function styleVariables(): Record<string, string> {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries([...NAMES, ...OTHERS].map((name) => [name, style.getPropertyValue(name).trim()]));
}
