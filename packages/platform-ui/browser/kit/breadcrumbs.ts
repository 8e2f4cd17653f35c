import { shownText } from '../../src/wire/shown-text.js';

const MOST = 16;
const LONGEST_LABEL = 200;

/** Whether text is a path of the shell, and leads nowhere else. */
export const isOwnPath = (text: string): boolean => /^\/(?![/\\])/.test(text);

/** Breadcrumbs as a page gives them: labels by path. What leads elsewhere is left out, since each becomes a link of the shell. */
export function readBreadcrumbs(value: unknown): Record<string, string> {
  const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    pairs
      .slice(0, MOST)
      .flatMap(([path, label]) => (isOwnPath(path) ? [[path, shownText(String(label).slice(0, LONGEST_LABEL))]] : [])),
  );
}
