import { shownText } from '../../src/wire/shown-text.js';

const MOST = 16;
const LONGEST_LABEL = 200;

/** Whether a text is a path of the shell and nothing else. */
export const isOwnPath = (text: string): boolean => /^\/(?![/\\])/.test(text);

/** The breadcrumbs of a page: labels by path. Other addresses are omitted, because each becomes a link of the shell. */
export function readBreadcrumbs(value: unknown): Record<string, string> {
  const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return Object.fromEntries(
    pairs
      .slice(0, MOST)
      .flatMap(([path, label]) => (isOwnPath(path) ? [[path, shownText(String(label).slice(0, LONGEST_LABEL))]] : [])),
  );
}
