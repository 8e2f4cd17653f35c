import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorTable } from '@symphony-ts/contract';
import { listFiles, packages, root } from './project/workspace.js';

const examples = readdirSync(join(root, 'examples')).map((name) => `examples/${name}`);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'VERSIONING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...examples.map((folder) => `${folder}/README.md`),
  ...listFiles('docs', (file) => file.endsWith('.md')),
  ...packages.map(({ path }) => `${path}/README.md`).filter((file) => existsSync(join(root, file))),
];
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The targets of links to files and headings in this repository. */
const links = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)].map(([, target = '', anchor]) => ({
    page,
    file: target === '' ? page : join(dirname(page), target),
    anchor,
  })),
);

const headings = (page: string): string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

describe('the docs', () => {
  it('hold what their sources say (npm run docs)', () => {
    // Throws with the names of the pages that fail.
    expect(execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { cwd: root, encoding: 'utf8' })).toBe('');
  });

  it('list every error code of the project, and no other', () => {
    const [, section = ''] = read('docs/errors.md').split('<!-- table: symphony -->');
    const [table = ''] = section.split('<!-- end -->');
    const listed = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    expect(listed).toEqual(Object.keys(errorTable));
  });

  it('link to what is there', () => {
    const dead = links.filter(
      ({ file, anchor }) =>
        !existsSync(join(root, file)) ||
        (anchor !== undefined && file.endsWith('.md') && !headings(file).includes(anchor)),
    );
    expect(dead).toEqual([]);
  });

  it('explain the order that the lint rule points to', () => {
    expect(headings('docs/architecture.md')).toContain('import-order');
  });

  it('name every package in the README', () => {
    expect(packages.filter(({ path }) => !read('README.md').includes(`](${path})`))).toEqual([]);
  });

  it('name commands of symphony-boot that exist', () => {
    const known = new Set([...read('docs/cli.md').matchAll(/^### `symphony-boot ([a-z]+)/gm)].map(([, name]) => name));
    const named = pages
      .filter((page) => page.startsWith('docs/') || page === 'README.md')
      .flatMap((page) => [...read(page).matchAll(/symphony-boot ([a-z]+)/g)].map(([, name]) => ({ page, name })));
    expect(named.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it('explain log lines that exist', () => {
    const text = read('docs/guides/troubleshooting.md');
    const section = text.slice(text.indexOf('## What log lines'), text.indexOf('## Stop an attack'));
    const lines = [...section.matchAll(/^\| `([^`]+)` \|/gm)]
      .map(([, line = '']) => line)
      .filter((line) => line !== 'message');
    const sources = ['platform', 'extension', 'client', 'storage']
      .flatMap((name) => listFiles(`packages/${name}/src`, (file) => file.endsWith('.ts')))
      .map(read)
      .join('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !new RegExp(`['\`]${line}`).test(sources))).toEqual([]);
  });

  it('use npm scripts that exist', () => {
    const scriptsIn = (folder: string): object =>
      (JSON.parse(read(join(folder, 'package.json'))) as { readonly scripts: object }).scripts;
    const folderOf = (page: string, workspace?: string): string =>
      workspace === undefined ? '.' : (examples.find((folder) => workspace.endsWith(`-${basename(folder)}`)) ?? page);
    const used = pages
      .filter((page) => !page.startsWith('packages/') || !page.includes('boot'))
      .flatMap((page) =>
        [...read(page).matchAll(/npm run ([a-z:-]+)(?: --workspace (\S+))?/g)].map(([, name = '', workspace]) => ({
          page,
          name,
          scripts: scriptsIn(folderOf(page, workspace)),
        })),
      );
    expect(used.filter(({ name, scripts }) => !(name in scripts)).map(({ page, name }) => [page, name])).toEqual([]);
  });
});
