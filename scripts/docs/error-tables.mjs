// @ts-check
// The tables of docs/errors.md, generated from the tables of the errors themselves.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from './root.mjs';

const section = /(<!-- table: (\S+) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * @param {string} page the text of docs/errors.md
 * @returns {Promise<string>} the page with the current tables
 */
export async function fillErrorTables(page) {
  const seen = JSON.parse(readFileSync(join(root, 'test/errors/seen-package-errors.json'), 'utf8'));
  /** @type {Record<string, string>} */
  const tables = { symphony: await symphonyTable() };
  for (const [name, remedies] of Object.entries(await packageTables()))
    tables[name] = remedyTable(remedies, seen[name]);
  return page.replace(section, (_all, start, name, end) => `${start}\n${tables[name]}\n\n${end}`);
}

/** @returns {Promise<Record<string, Record<string, string>>>} the codes of packages with a table of their own, each with its remedy */
export const packageTables = async () => ({
  'nats-server': await load('packages/nats-server/src/nats-server-error.ts', 'REMEDIES'),
  'jetstream-manager': await load('packages/jetstream-manager/src/errors/error-codes.ts', 'errorCodes'),
});

const file = 'packages/contract/src/error-table.ts';

/** @returns {Promise<Record<string, { text: (params: unknown) => string, status: number, remedy: string }>>} the table itself */
export const errorTable = () => load(file, 'errorTable');

async function symphonyTable() {
  const table = await errorTable();
  /** @type {Record<string, { test: string, text: string }>} */
  const seen = JSON.parse(readFileSync(join(root, 'test/errors/seen-errors.json'), 'utf8'));
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const groups = lines.flatMap((line) => {
    const title = /^ {2}\/\/ (.+)$/.exec(line)?.[1];
    if (title)
      return [
        `\n### ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${head('code', 'status', 'what happened', 'what to do', 'as a test sees it')}`,
      ];
    const code = /^ {2}([A-Z_]+): entry\($|^ {2}([A-Z_]+): entry\(\d/.exec(line)?.slice(1).find(Boolean);
    const entry = code && table[code];
    return entry ? [row(`\`${code}\``, entry.status, describe(entry.text), entry.remedy, exampleOf(seen[code]))] : [];
  });
  const missing = Object.keys(table).filter((code) => !groups.some((line) => line.startsWith(`| \`${code}\``)));
  if (missing.length > 0) throw new Error(`${file}: ${missing.join(', ')} cannot be found`);
  return groups.join('\n').trim();
}

const MOST_LETTERS = 140;

/**
 * The text that a test saw, with a link to the test.
 *
 * @param {{ test: string, text: string } | undefined} seen
 */
function exampleOf(seen) {
  if (!seen) return '';
  const [line = ''] = seen.text.replaceAll(/\/tmp\/[\w-]+/g, '/tmp/…').split('\n');
  const text = line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line;
  const [path = ''] = seen.test.split(' › ');
  return `[${text.replaceAll(/[\\[\]*_<>`$]/g, '\\$&')}](../${path})`;
}

/**
 * @param {Record<string, string>} remedies
 * @param {Record<string, { test: string, text: string }>} seen
 */
const remedyTable = (remedies, seen) =>
  [
    head('code', 'what to do', 'as a test sees it'),
    ...Object.entries(remedies).map(([code, remedy]) => row(`\`${code}\``, remedy, exampleOf(seen[code]))),
  ].join('\n');

/** @param {readonly (string | number)[]} cells */
const row = (...cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
/** @param {readonly string[]} cells */
const head = (...cells) => `${row(...cells)}\n|${cells.map(() => '---').join('|')}|`;

/**
 * The text of an error, with the names of its parameters instead of their values.
 *
 * @param {(params: unknown) => string} text
 */
const describe = (text) => text(stand('')).replaceAll(/:?\n\s*/g, ': ');

/**
 * Stands for a parameter: it prints its name, and accepts the calls that texts make on values and lists.
 *
 * @param {string} name
 * @returns {unknown}
 */
function stand(name) {
  const print = () => (name === '' ? '' : `*${name}*`);
  return new Proxy(() => print(), {
    get: (_target, key) => {
      if (typeof key === 'symbol' || key === 'toString') return print;
      if (key === 'length') return '*n*';
      if (['map', 'join', 'filter'].includes(key)) return () => stand(name);
      return stand(key);
    },
  });
}

/**
 * Runs a source file with its imports, and returns one of its constants, exported or not.
 *
 * @param {string} file
 * @param {string} constant
 */
async function load(file, constant) {
  const path = join(root, file);
  const contents = `${readFileSync(path, 'utf8')}\nexport { ${constant} as wanted };\n`;
  const stdin = { contents, resolveDir: dirname(path), sourcefile: path, loader: /** @type {const} */ ('ts') };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: 'esm', platform: 'node' });
  const code = outputFiles.map(({ text }) => text).join('');
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  return module.wanted;
}
