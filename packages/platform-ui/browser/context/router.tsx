import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { createStore, useStore } from '../data/store.js';

/**
 * The current path of the shell. Its routes are data, because extensions register them, so it needs no router library. Such
 * a library would load 28 kB before the first content, and is made for routes that are known at build time.
 */
const place = createStore(readPlace());

function readPlace(): string {
  return location.pathname + location.search;
}

addEventListener('popstate', () => place.set(readPlace()));

/** The path without a trailing slash, and the query. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function usePlace(): Place {
  const [path = '/', query = ''] = useStore(place).split('?');
  return { path: normalizePath(path), query: new URLSearchParams(query) };
}

export const normalizePath = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') : path) || '/';

/** Opens a path of the shell, like a link. */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin) throw new Error('navigate() goes to paths of the shell; use a link for others');
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  place.set(readPlace());
  if (replace) return;
  scrollTo(0, 0);
  // The focus moves, so that a screen reader announces the new page.
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** A link inside the shell. It does not load the document again. */
export function Link({
  href,
  onClick,
  ...props
}: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }): ReactElement {
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !isPlain) return;
    event.preventDefault();
    navigate(href);
  };
  return <a {...props} href={href} onClick={follow} />;
}
