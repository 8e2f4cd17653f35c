import type { Notice } from './notice.js';

/** What stands before a page: its title, and the way back to it by path. */
const FRONTMATTER = `---
title: Notices
breadcrumbs:
  /: Home
  /notices: Notices
---
`;

/** The board as a page, in the order of the notices' names. */
export function boardPage(notices: Iterable<Notice>): string {
  const sections = [...notices]
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ title, text }) => `## ${title}\n\n${text.trim()}\n`);
  const body =
    sections.length > 0
      ? sections.join('\n')
      : 'Nothing is pinned at {{name}}. See the [handbook](/notices/handbook).\n';
  return `${FRONTMATTER}\n# Notices\n\n${body}`;
}
