// @ts-check
// Updates the generated parts of the pages and the lists of exports: `npm run docs`. With `--check` it writes nothing, and the
// exit code is 1 if a file is out of date.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fillCaseCounts } from './docs/case-counts.mjs';
import { countLooseBlocks, fillCodeBlocks } from './docs/code-blocks.mjs';
import { filesWithExamples, fillDocstringExamples } from './docs/docstring-examples.mjs';
import { fillErrorTables } from './docs/error-tables.mjs';
import { buildExportLists } from './docs/export-lists.mjs';
import { root } from './docs/root.mjs';

/** @returns {Promise<Record<string, string>>} the wanted content of every file with generated parts */
async function build() {
  /** @type {Record<string, string>} */
  const files = buildExportLists();
  for (const page of listPages())
    files[page] = await fillCaseCounts(fillCodeBlocks(readFileSync(join(root, page), 'utf8')));
  for (const file of filesWithExamples) files[file] = fillDocstringExamples(readFileSync(join(root, file), 'utf8'));
  files['docs/errors.md'] = await fillErrorTables(files['docs/errors.md'] ?? '');
  return files;
}

/** All pages of the project. Each TypeScript block in them comes from a compiled file. */
function listPages() {
  const pages = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    'CONTRIBUTING.md',
    'VERSIONING.md',
    ...pages.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`),
    ...['packages', 'examples'].flatMap((parent) =>
      readdirSync(join(root, parent))
        .map((name) => `${parent}/${name}/README.md`)
        .filter((file) => existsSync(join(root, file))),
    ),
  ];
}

/** @param {string} file */
function readOrEmpty(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return ''; // does not exist yet
  }
}

const wanted = await build();
const drifted = Object.entries(wanted).filter(([file, text]) => readOrEmpty(file) !== text);
const loose = Object.entries(wanted).filter(([file, text]) => file.endsWith('.md') && countLooseBlocks(text) > 0);
for (const [file] of loose) console.error(`${file}: a block of TypeScript has no '<!-- code: … -->' above it`);
if (process.argv.includes('--check')) {
  for (const [file] of drifted) console.error(`${file} has drifted from its sources; run npm run docs`);
  process.exitCode = drifted.length + loose.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of drifted) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
    console.log(`wrote ${file}`);
  }
  process.exitCode = loose.length > 0 ? 1 : 0;
}
