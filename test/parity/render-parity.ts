import { basename } from 'node:path';
import type { Citations } from './citations.js';
import { type Ability, pages } from './read-parity.js';

const names = { py: 'Python', go: 'Go', rs: 'Rust' } as const;
const marks = { same: '', other: ' (another way)', later: ' (not yet)', beyond: '' } as const;

/** Renders the page that compares this SDK with the others. */
export function renderParity(abilities: readonly Ability[], citations: Citations): string {
  const chapters = [...new Set(abilities.map(({ chapter }) => chapter))];
  const count = (status: Ability['status']): number => abilities.filter((ability) => ability.status === status).length;
  return `${[
    '# Parity',
    '',
    'This page lists what the SDKs for Python, Go and Rust offer to authors of extensions, and how you do the same in',
    `TypeScript. Each feature has an id, and a test that shows it. ${count('same')} features are the same, ${count('other')} are done ` +
      `in another way, ${count('later')} are missing. ${count('beyond')} features exist only here.`,
    '',
    'Generated from `test/parity/parity.txt` by `npm run docs`.',
    ...chapters.flatMap((chapter) => ['', ...renderChapter(chapter, abilities, citations)]),
  ].join('\n')}\n`;
}

function renderChapter(chapter: string, abilities: readonly Ability[], citations: Citations): string[] {
  const rows = abilities
    .filter((ability) => ability.chapter === chapter)
    .map((ability) =>
      [
        `\`${ability.id}\``,
        ability.what,
        ability.ours + marks[ability.status],
        ...marksOf(ability),
        testsOf(ability, citations),
      ].join(' | '),
    );
  const header = ['id', 'what', 'here', ...pages.map((page) => names[page]), 'test'];
  return [
    `## ${chapter}`,
    '',
    `| ${header.join(' | ')} |`,
    `|${header.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row} |`),
  ];
}

const marksOf = (ability: Ability): string[] => pages.map((page) => (ability.pages.includes(page) ? '✓' : ''));

/** Links to the files, with their short names as texts. */
function testsOf({ id, test }: Ability, citations: Citations): string {
  const files = [...(citations.get(id) ?? []), ...(test === undefined ? [] : [test.split(' › ')[0] ?? ''])];
  const shortName = (file: string): string => basename(file).replace(/(\.long)?\.test\.ts$/, '');
  return files.map((file) => `[${shortName(file)}](../${file})`).join(', ');
}
