// @ts-check
// Chooses an error for each code among the errors that tests have seen, and writes test/errors/seen-errors.json:
//   COLLECT_ERRORS=/tmp/seen.jsonl npx jest --selectProjects unit integration
//   node scripts/docs/choose-seen-errors.mjs /tmp/seen.jsonl
// The file keeps an error if its test did not run, or saw it again.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorTable, packageTables } from './error-tables.mjs';
import { root } from './root.mjs';

/**
 * @typedef {{ test: string, file: string, name: string, params?: unknown, text: string }} Seen
 * @typedef {Record<string, Seen>} SeenOfTable
 */

const folder = join(root, 'test/errors');
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
/** @param {string} name @param {unknown} seen */
const write = (name, seen) => writeFileSync(join(folder, name), `${JSON.stringify(seen, null, 2)}\n`);
/** @type {{ file: string, name: string, raised: [string, unknown][] }[]} */
const runs = process.argv.slice(2).flatMap((path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
);

const table = await errorTable();
const symphony = chooseAll('symphony', Object.keys(table), read('seen-errors.json'), (code, params) => ({
  params,
  text: table[code]?.text(params) ?? '',
}));
/** @type {Record<string, SeenOfTable>} */
const inPackages = {};
const known = read('seen-package-errors.json');
for (const [name, remedies] of Object.entries(await packageTables())) {
  inPackages[name] = chooseAll(name, Object.keys(remedies), known[name] ?? {}, (code, message) => ({
    text: whatOf(String(message), code, remedies[code] ?? ''),
  }));
}
write('seen-errors.json', symphony);
write('seen-package-errors.json', inPackages);

/**
 * The message without its code and its remedy: `[CODE] what; remedy`.
 *
 * @param {string} message
 * @param {string} code
 * @param {string} remedy
 */
function whatOf(message, code, remedy) {
  const [start, end] = [`[${code}] `, `; ${remedy}`];
  if (!message.startsWith(start) || !message.endsWith(end)) throw new Error(`an unexpected message: ${message}`);
  return message.slice(start.length, -end.length);
}

/**
 * @param {string} name of the table
 * @param {readonly string[]} codes
 * @param {SeenOfTable} known
 * @param {(code: string, content: unknown) => { params?: unknown, text: string }} describe
 */
function chooseAll(name, codes, known, describe) {
  /** @type {SeenOfTable} */
  const chosen = {};
  for (const code of codes) {
    const seen = candidates(`${name} ${code}`, (content) => describe(code, content));
    const kept = known[code];
    const isKept =
      kept && (seen.some(({ name }) => name === kept.name) || !runs.some(({ name }) => name === kept.name));
    const best = isKept ? kept : seen.sort((a, b) => score(a) - score(b) || (a.name < b.name ? -1 : 1))[0];
    if (!best) throw new Error(`no test has seen ${code} of ${name}`);
    chosen[code] = best;
  }
  return chosen;
}

/**
 * @param {string} key
 * @param {(content: unknown) => { params?: unknown, text: string }} describe
 * @returns {Seen[]}
 */
function candidates(key, describe) {
  return runs.flatMap(({ file, name, raised }) => {
    const found = raised.find(([seen]) => seen === key);
    const test = found && !name.includes('\n') && testOf(file, name);
    return found && test ? [{ test, file, name, ...describe(found[1]) }] : [];
  });
}

/**
 * `file › title`, with the title as in the source: the title of the test, or of its list of cases.
 *
 * @param {string} file
 * @param {string} name
 */
function testOf(file, name) {
  const folder = dirname(file);
  const cases = readdirSync(join(root, folder)).filter((other) => other.endsWith('-cases.ts'));
  for (const path of [file, ...cases.map((other) => `${folder}/${other}`)]) {
    const title = titleIn(path, name);
    if (title !== undefined) return `${path} › ${title}`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @param {string} name
 */
function titleIn(file, name) {
  const source = readFileSync(join(root, file), 'utf8');
  const titles = [...source.matchAll(/(?:\(|\btitle:)\s*(?:'([^'\n]+)'|"([^"\n]+)"|`([^`\n]+)`),/g)].flatMap(
    ([, a, b, c]) => a ?? b ?? c ?? [],
  );
  const fitting = titles.filter((title) => {
    const parts = title
      .split(/%[sdijop]|\$\w+|\$\{[^}]*\}/)
      .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return parts.join('').length > 3 && new RegExp(`${parts.join('[\\s\\S]*')}$`).test(name);
  });
  return fitting.sort((a, b) => b.length - a.length)[0];
}

/**
 * A penalty: low for a text without parts of this machine or this run, and for a short text. Unit tests come first, because
 * they see the same error on every server.
 *
 * @param {Seen} seen
 */
function score({ test, text }) {
  const isOfThisRun = /:\d{5}|\b\d{5,}\b|[A-Z2-7]{16,}|[\da-f]{8}-|\d{4}\.\d\d|\/tmp|_\d+\b/.test(text);
  // The test itself created this error.
  const isOfTheTest = /\bof another copy\b|\bthe call\b|\bno description\b|\btest error\b/.test(text);
  const isIntegration = /^packages\/[a-z-]+\/test\//.test(test);
  return (
    (isOfTheTest ? 2_000 : 0) +
    (isOfThisRun ? 1_000 : 0) +
    (isIntegration ? 200 : 0) +
    (test.includes('.long.') ? 400 : 0) +
    Math.max(40, text.length)
  );
}
