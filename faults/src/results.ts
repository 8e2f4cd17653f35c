import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './scenario.js';

/** What a scenario gave on one release of nats-server. */
export interface Result extends Outcome {
  readonly scenario: string;
  readonly what: string;
  readonly server: string;
  readonly seed: number;
}

const resultsFile = fileURLToPath(new URL('../results.json', import.meta.url));
const pageFile = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

const intro = `# Reliability

What breaks on purpose, and what comes of it. Every scenario runs with real processes and a ledger of what was acknowledged. \`npm run
faults -- --keep\` runs them and writes this page; \`npm run faults -- NAME --seed N\` runs one again as it was.

Two scenarios do not meet their goals on nats-server 2.9.10, and do on 2.15.1. Run clusters on a newer release.

- After a member of a cluster was killed, copies of a bucket number the same write differently (the same value at 3471 and at
  3519), so that neither revisions nor counters can be trusted there.
- Of the calls that were under way when a member of a platform's cluster ended, some got no answer: 25 of 9,424. Without accounts
  there were none (\`release-upgrade\`). A platform accepts that release for development only.

A write whose acknowledgement is lost is sent again only where it was not stored. One case is left: a server is paused with a
plain \`put\` in its buffers, its client goes on at another server and repeats the \`put\` there, and the paused server stores the
first one when it resumes. \`create\` and \`update\` are refused then; use them where that matters.
`;

/** Puts results in the place of older ones of the same scenario and server, and writes the page anew. */
export function keepResults(results: readonly Result[]): void {
  const isSame = (a: Result, b: Result): boolean => a.scenario === b.scenario && a.server === b.server;
  const before = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Result[]) : [];
  const kept = before.filter((old) => !results.some((result) => isSame(result, old)));
  const all = [...kept, ...results].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(pageFile, pageOf(all));
}

const keyOf = ({ scenario, server }: Result): string => `${scenario} ${server.padStart(10)}`;

/** The page on reliability. */
export function pageOf(results: readonly Result[]): string {
  const header = '| scenario | nats-server | acknowledged | lost | recovered |\n|---|---|---|---|---|';
  const rows = results.map(({ scenario, server, acknowledged, lost, recoveredMs }) =>
    row([
      scenario,
      server,
      acknowledged,
      lost,
      recoveredMs === undefined ? undefined : `${Math.round(recoveredMs)} ms`,
    ]),
  );
  return [intro, [header, ...rows].join('\n'), ...results.map(sectionOf), ''].join('\n').replaceAll(/\n{3,}/g, '\n\n');
}

function sectionOf({ scenario, server, what, seed, goals }: Result): string {
  const rows = goals.map(({ goal, measured, isMet }) => row([goal, measured, isMet ? 'yes' : '**no**']));
  const table = ['| goal | measured | met |', '|---|---|---|', ...rows].join('\n');
  return `\n## ${scenario}, nats-server ${server}\n\n${what} Seed ${seed}.\n\n${table}\n`;
}

const row = (cells: readonly (string | number | undefined)[]): string =>
  `| ${cells.map((cell) => (cell === undefined ? '' : String(cell).replaceAll('|', '\\|'))).join(' | ')} |`;
