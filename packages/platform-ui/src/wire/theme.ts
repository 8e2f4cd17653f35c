/**
 * Keeps the chosen colours in the browser. A cookie, and no storage of the browser: the first document comes in these colours
 * already. Scripts write it, so it holds nothing else.
 */
export const THEME_COOKIE = 'symphony-theme';

/** The colours that a person can choose instead of those of the system. */
export const CHOSEN_THEMES = ['light', 'dark'] as const;
export type ChosenTheme = (typeof CHOSEN_THEMES)[number];

/** The theme in a cookie or an attribute; `undefined` for any other value, which means the system's colours. */
export const themeOf = (text: string | undefined): ChosenTheme | undefined =>
  CHOSEN_THEMES.find((theme) => theme === text);
