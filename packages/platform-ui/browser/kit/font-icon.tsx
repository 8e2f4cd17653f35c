import type { ReactElement } from 'react';
import { iconClasses } from './icon-classes.js';

/** Loads the icon font after the first paint. Menus name icons by class, so that every one of them may be used. */
export const loadIconFont = (): void => void import('./font-awesome.js');

/** An icon by its Font Awesome class, such as `fa-book`. */
export function FontIcon({ name }: { readonly name: string }): ReactElement {
  return <i className={iconClasses(name)} aria-hidden="true" />;
}
