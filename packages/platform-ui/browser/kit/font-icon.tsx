import type { ReactElement } from 'react';

const CLASS = /^[\w -]{1,64}$/;
const STYLE = /\bfa-(?:solid|regular|brands)\b|\bfa[srb]\b/;

/** Loads the icon font after the first paint. Menus name icons by class, so that every one of them may be used. */
export const loadIconFont = (): void => void import('./font-awesome.js');

/** An icon by its Font Awesome class, such as `fa-book`. */
export function FontIcon({ name }: { readonly name: string }): ReactElement {
  const known = CLASS.test(name) ? name : 'fa-puzzle-piece';
  return <i className={STYLE.test(known) ? known : `fa-solid ${known}`} aria-hidden="true" />;
}
