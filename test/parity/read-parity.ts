import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const pages = ['py', 'go', 'rs'] as const;
export type Page = (typeof pages)[number];

const statuses = ['same', 'other', 'later', 'beyond'] as const;
export type Status = (typeof statuses)[number];

/** One ability of the reference pages, or one of ours beyond them. */
export interface Ability {
  readonly id: string;
  readonly chapter: string;
  readonly pages: readonly Page[];
  readonly what: string;
  readonly ours: string;
  readonly status: Status;
  /** A test that shows it without citing it: a file, or `file › title`. */
  readonly test?: string;
}

/** Reads the table of abilities; throws for a line that is none. */
export function readParity(folder: string): readonly Ability[] {
  let chapter = '';
  const [, ...lines] = readFileSync(join(folder, 'parity.txt'), 'utf8').split(/^(?=# )/m);
  return lines
    .join('')
    .split('\n')
    .flatMap((line): Ability[] => {
      if (line === '') return [];
      if (line.startsWith('# ')) {
        chapter = line.slice(2);
        return [];
      }
      return [readLine(line, chapter)];
    });
}

function readLine(line: string, chapter: string): Ability {
  const [id, on, what, ours, word = 'same', test] = line.split(' | ');
  const status = statuses.find((known) => known === word);
  if (!id || !on || !what || !ours || !status) throw new Error(`not an ability: ${line}`);
  const named = pages.filter((page) => on.split(' ').includes(page));
  return { id, chapter, pages: named, what, ours, status, ...(test === undefined ? {} : { test }) };
}
