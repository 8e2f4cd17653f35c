import type { AnchorHTMLAttributes, MouseEvent, ReactElement } from 'react';
import { createStore, useStore } from '../data/store.js';

/**
 * Where the shell is. Its routes are what extensions registered, which is data, so that this needs no router library: those
 * cost 28 kB before the first content, for routes that are known when they are built.
 */
const place = createStore(readPlace());

function readPlace(): string {
  return location.pathname + location.search;
}

addEventListener('popstate', () => place.set(readPlace()));

/** The path without a slash at its end, and the query. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

export function usePlace(): Place {
  const [path = '/', query = ''] = useStore(place).split('?');
  return { path: normalizePath(path), query: new URLSearchParams(query) };
}

export const normalizePath = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') : path) || '/';

/** Goes to a path of the shell, as a link does. */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const url = new URL(to, location.href);
  if (url.origin !== location.origin) throw new Error('navigate() goes to paths of the shell; use a link for others');
  if (url.href === location.href) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', url);
  place.set(readPlace());
  if (replace) return;
  scrollTo(0, 0);
  // A reader who cannot see the page learns from the focus that it has changed.
  document.getElementById('main')?.focus({ preventScroll: true });
}

/** A link inside the shell, which does not load the document again. */
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
