import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const pages = ['py', 'go', 'rs'] as const;
export type Page = (typeof pages)[number];

const statuses = ['same', 'other', 'later', 'beyond'] as const;
export type Status = (typeof statuses)[number];

/** An ability from the reference pages, or one that this project adds. */
export interface Ability {
  readonly id: string;
  readonly chapter: string;
  readonly pages: readonly Page[];
  readonly what: string;
  readonly ours: string;
  readonly status: Status;
  /** A test that shows the ability without citing it: a file, or `file › title`. */
  readonly test?: string;
}

/** Reads the table of abilities. Throws for an invalid line. */
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
