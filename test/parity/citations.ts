import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files that cite each id, relative to the root. */
export type Citations = ReadonlyMap<string, readonly string[]>;

const ID = '[a-z]+(?:\\.[a-z][a-z-]*)+';
/** A citation: `[rest.body]` in a title, or `['rest.body', …` as the first field of a row if the title begins with `[%s]`. */
const IN_TITLE = new RegExp(`\\[(${ID})\\]`, 'g');
const IN_ROW = new RegExp(`\\[\\s*'(${ID})',`, 'g');

/** Finds the citations in all tests of the workspace. */
export function findCitations(root: string): Citations {
  const found = new Map<string, Set<string>>();
  for (const file of testFiles(root)) {
    const text = readFileSync(join(root, file), 'utf8');
    const patterns = text.includes('[%s]') ? [IN_TITLE, IN_ROW] : [IN_TITLE];
    for (const [, id = ''] of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
      found.set(id, (found.get(id) ?? new Set()).add(file));
    }
  }
  return new Map([...found].map(([id, files]) => [id, [...files].sort()]));
}

function testFiles(root: string): string[] {
  const folders = ['packages', 'examples'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((name) => ['src', 'test'].map((part) => join(group, name, part))),
  );
  return [...folders, 'test']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => file.endsWith('.test.ts'));
}

/** Whether a test with the name `file` or `file › title` exists. */
export function testExists(root: string, test: string): boolean {
  const [file = '', title = ''] = test.split(' › ');
  return existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8').includes(title);
}
