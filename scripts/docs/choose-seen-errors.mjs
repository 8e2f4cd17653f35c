// @ts-check
// Chooses an error for each code, out of those that tests have seen, and writes test/errors/seen-errors.json:
//   COLLECT_ERRORS=/tmp/seen.jsonl npx jest --selectProjects unit integration
//   node scripts/docs/choose-seen-errors.mjs /tmp/seen.jsonl
// An error that the file has already is kept where its test was not run, or saw it again.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorTable } from './error-tables.mjs';
import { root } from './root.mjs';

/** @typedef {{ test: string, file: string, name: string, params: unknown, text: string }} Seen */

const target = join(root, 'test/errors/seen-errors.json');
/** @type {Record<string, Seen>} */
const known = JSON.parse(readFileSync(target, 'utf8'));
/** @type {{ file: string, name: string, raised: [string, unknown][] }[]} */
const runs = process.argv.slice(2).flatMap((path) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line)),
);
const table = await errorTable();
/** @type {Record<string, Seen>} */
const chosen = {};
for (const code of Object.keys(table)) {
  const seen = candidates(code);
  const kept = known[code];
  const isKept = kept && (seen.some(({ name }) => name === kept.name) || !runs.some(({ name }) => name === kept.name));
  const best = isKept ? kept : seen.sort((a, b) => score(a) - score(b) || (a.name < b.name ? -1 : 1))[0];
  if (!best) throw new Error(`no test has seen ${code}`);
  chosen[code] = best;
}
writeFileSync(target, `${JSON.stringify(chosen, null, 2)}\n`);

/**
 * @param {string} code
 * @returns {Seen[]}
 */
function candidates(code) {
  return runs.flatMap(({ file, name, raised }) => {
    const found = raised.find(([seen]) => seen === code);
    const test = found && !name.includes('\n') && testOf(file, name);
    if (!found || !test) return [];
    const params = found[1];
    return [{ test, file, name, params, text: table[code]?.text(params) ?? '' }];
  });
}

/**
 * `file › title`, as the source has it: that of the test, or a list of cases beside it.
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
 * Less for what reads well: nothing of this machine or this run, and not long. Unit tests come first, which see the same on
 * every server.
 *
 * @param {Seen} seen
 */
function score({ test, text }) {
  const isOfThisRun = /:\d{5}|\b\d{5,}\b|[A-Z2-7]{16,}|[\da-f]{8}-|\d{4}\.\d\d|\/tmp|_\d+'/.test(text);
  const isIntegration = /^packages\/[a-z-]+\/test\//.test(test);
  return (
    (isOfThisRun ? 1_000 : 0) +
    (isIntegration ? 200 : 0) +
    (test.includes('.long.') ? 400 : 0) +
    Math.max(40, text.length)
  );
}
