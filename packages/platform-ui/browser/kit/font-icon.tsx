import type { ReactElement } from 'react';

/** Loads the icon font after the first paint. Menus name icons by class, so all of them must be available. */
export const loadIconFont = (): void => void import('./font-awesome.js');

/** An icon by its Font Awesome class, such as `fa-book`. */
export function FontIcon({ name }: { readonly name: string }): ReactElement {
  return <i className={iconClasses(name)} aria-hidden="true" />;
}

const CLASS = /^fa(?:[srb]|-[\w-]+)$/;
const STYLE = /\bfa-(?:solid|regular|brands)\b|\bfa[srb]\b/;
const MOST_UNITS = 64;

/** The classes of an extension's icon. Other classes than those of Font Awesome are omitted: they could be the shell's. */
export function iconClasses(name: string): string {
  const known = name.split(' ').filter((word) => CLASS.test(word));
  if (name.length > MOST_UNITS || known.length === 0) return 'fa-solid fa-puzzle-piece';
  const classes = known.join(' ');
  return STYLE.test(classes) ? classes : `fa-solid ${classes}`;
}
