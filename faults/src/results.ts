import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './scenario.js';

/** The result of a scenario on one release of nats-server. */
export interface Result extends Outcome {
  readonly scenario: string;
  readonly what: string;
  readonly server: string;
  readonly seed: number;
}

const resultsFile = fileURLToPath(new URL('../results.json', import.meta.url));
const pageFile = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

const intro = `# Reliability

This page shows what happens when parts of a system fail. Each scenario kills, pauses or restarts real processes, or changes their clocks. It
records everything that was acknowledged, and compares the record with what is there at the end.

\`npm run faults -- --keep\` runs all scenarios and writes this page. \`npm run faults -- NAME --seed N\` repeats one of them.

Five scenarios miss goals on nats-server 2.9.10, and meet them on 2.15.1. So run clusters on a newer release than 2.9.

- After a member of a cluster was killed, the copies of a bucket gave different revisions to the same write (3471 and 3519, for example). So neither
  revisions nor counters can be trusted there.
- When a member of a platform's cluster ended, some of the calls in progress got no answer: 25 of 9,424. Without accounts, every call got its
  answer (\`release-upgrade\`). A platform accepts 2.9 for development only.
- After a partition, the copies of a bucket differed for good: in five runs, up to 63 of 11,622 acknowledged writes were missing on one or two copies,
  while another one had them. So a read or a listing finds them or not, depending on the server that answers. The clients of the server that was cut
  off wrote again after up to 21 s.
- After leaders were killed, a listing lacked 356 of 97,828 acknowledged writes in one of three runs, as after a partition. In each run, between two
  and eight single writes failed (\`leader-killed\`).
- The server sent requests to a paused instance for 29 s, although it was told to ping every 3 s. A server of 2.9 whose disk is full does not list keys
  either, so \`disk-full\` has no result there.

\`npm run faults -- bucket-history --times 96 --seed 14\` checked 1,007,020 operations on 2.15.1 in an hour. Servers were killed or paused 929 times. There was
no violation.

The results of \`soak\` are those of half an hour (\`--long\`). The memory, the handles, the subscriptions and the consumers were the same
at its end as at its beginning.

If the acknowledgement of a write is lost, the SDK sends the write again only if the server has not stored it. In one case a plain \`put\` may still be
stored twice:

1. A server is paused while it has the \`put\` in its buffers.
2. The client connects to another server, and repeats the \`put\` there.
3. The paused server resumes, and stores the first \`put\`.

In this case \`create\` and \`update\` are refused. So use them where a second write would do harm. \`bucket-history\` counts such writes.

When a nats-server is sent an account again, it drops the replies of the calls in progress to that account. The call is handled, and its caller
gets \`TIMEOUT\`. When signing keys are retired, this loses no call that takes less than a second: the platform has the callers wait for a second
with their next calls, and the running calls end. Calls of NATS clients without the SDK do not wait. When a key of the called extension is
revoked, or its rights change, nobody waits, and each caller may lose one call. A change of any other account, also of the caller's, loses nothing.

In the table, *acknowledged* counts the writes and calls that succeeded. *Lost* counts acknowledged writes that were missing at the end, and calls that
failed. *Recovered* is the longest time until a write succeeded again.
`;

/** Replaces older results of the same scenario and server, and writes the page again. */
export function keepResults(results: readonly Result[]): void {
  const isSame = (a: Result, b: Result): boolean => a.scenario === b.scenario && a.server === b.server;
  const before = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Result[]) : [];
  const kept = before.filter((old) => !results.some((result) => isSame(result, old)));
  const all = [...kept, ...results].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  writeFileSync(resultsFile, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(pageFile, pageOf(all));
}

const keyOf = ({ scenario, server }: Result): string => `${scenario} ${server.padStart(10)}`;

/** The page about reliability. */
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
