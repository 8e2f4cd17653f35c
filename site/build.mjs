// Builds the documentation site: `npm run docs:site`. Pages come from docs/, the READMEs and the docstrings; nothing is written twice.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rewriteLinks } from './rewrite-links.mjs';

const site = fileURLToPath(new URL('.', import.meta.url));
const root = join(site, '..');
const pagesFolder = join(site, '.build');

const run = (file, args, options = {}) =>
  execFileSync(process.execPath, [join(site, 'node_modules', file), ...args], {
    cwd: site,
    stdio: 'inherit',
    ...options,
  });

/** Where each Markdown file of the repository stands on the site: `[file, page]`, both relative. */
function listPages() {
  const folders = (parent) =>
    readdirSync(join(root, parent), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const markdown = (folder) => readdirSync(join(root, folder)).filter((file) => file.endsWith('.md'));
  const readmes = (parent) =>
    folders(parent)
      .filter(({ name }) => existsSync(join(root, parent, name, 'README.md')))
      .map(({ name }) => [`${parent}/${name}/README.md`, `${parent}/${name}.md`]);
  return new Map([
    ['README.md', 'index.md'],
    ...['CHANGELOG.md', 'CONTRIBUTING.md', 'VERSIONING.md', 'SECURITY.md', 'CODE_OF_CONDUCT.md']
      .filter((file) => existsSync(join(root, file)))
      .map((file) => [file, file.toLowerCase().replaceAll('_', '-')]),
    ...markdown('docs').map((file) => [`docs/${file}`, `docs/${file}`]),
    ...markdown('docs/guides').map((file) => [`docs/guides/${file}`, `guides/${file}`]),
    ...readmes('packages'),
    ...readmes('examples'),
  ]);
}

if (!existsSync(join(site, 'node_modules/vitepress'))) {
  const npm = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
  execFileSync(process.execPath, [npm, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: site,
    stdio: 'inherit',
  });
}

rmSync(pagesFolder, { recursive: true, force: true });
const pages = listPages();
for (const [file, page] of pages) {
  const target = join(pagesFolder, page);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, rewriteLinks(readFileSync(join(root, file), 'utf8'), { root, file, page, pages }));
}
run('typedoc/bin/typedoc', ['--options', 'typedoc.json', '--logLevel', 'Warn', '--treatWarningsAsErrors']);
// A link that leads nowhere fails this build.
run('vitepress/bin/vitepress.js', ['build', '.']);
console.log(
  `\nThe site is in ${relative(process.cwd(), join(site, 'dist'))}; look at it with: npm run docs:site -- --preview`,
);
if (process.argv.includes('--preview')) run('vitepress/bin/vitepress.js', ['preview', '.', '--host', '127.0.0.1']);
