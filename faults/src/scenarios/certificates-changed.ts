import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SymphonyClient } from '@symphony-ts/client';
import { startNatsCluster } from '@symphony-ts/nats-server';
import { type Certificate, canIssue, createAuthority, issue } from '../certificates.js';
import { inFolder } from '../in-folder.js';
import { outcomeOf, underLanes } from '../lanes.js';
import { withLedgers } from '../ledger-instances.js';
import { quiet } from '../quiet.js';
import { restartInTurn } from '../restart-in-turn.js';
import type { Outcome, Scenario, Setting } from '../scenario.js';

const config = 'lame_duck_grace_period: "2s"\nlame_duck_duration: "30s"';

/** Replaces all certificates of a cluster and its clients, and then the authority, during calls and writes. */
export const certificatesChanged: Scenario = {
  name: 'certificates-changed',
  what: 'Three servers and their clients identify themselves with certificates. First the certificates of the servers are renewed. Then a second authority is trusted, everybody gets a certificate from it, and the first authority is removed. After each step, each server goes into lame duck mode and is started again, so that everybody reconnects.',
  run: async (setting) => {
    if (!(await canIssue())) return { goals: [{ goal: 'needs openssl', measured: 'not run', isMet: true }] };
    return inFolder((folder) => run(folder, setting));
  },
};

async function run(folder: string, setting: Setting): Promise<Outcome> {
  const [old, next] = [await createAuthority(folder, 'old-authority'), await createAuthority(folder, 'next-authority')];
  const trust = join(folder, 'trusted.pem');
  const server = { certFile: join(folder, 'server-now.pem'), keyFile: join(folder, 'server-now.key') };
  const client = { certFile: join(folder, 'client-now.pem'), keyFile: join(folder, 'client-now.key') };
  const trusting = async (...authorities: readonly Certificate[]): Promise<void> => {
    const texts = await Promise.all(authorities.map(({ certFile }) => readFile(certFile, 'utf8')));
    await writeFile(trust, texts.join(''));
  };
  const replace = async (files: Certificate, name: string, authority: Certificate): Promise<void> => {
    const made = await issue(folder, name, authority);
    await copyFile(made.certFile, files.certFile);
    await copyFile(made.keyFile, files.keyFile);
  };
  await trusting(old);
  await replace(server, 'server-1', old);
  await replace(client, 'client-1', old);
  await using cluster = await startNatsCluster({ tls: { ...server, caFile: trust, verify: true }, config });
  const nats = { servers: [...cluster.clientUrls], tls: { ...client, caFile: trust } };
  await using caller = await SymphonyClient.connect({ ...quiet, nats });
  const ledger = caller.extension('ledger');
  const kinds = {
    calls: { call: (count: number) => ledger.invoke('echo', { count }), callers: 4, pauseMs: 20 },
    writes: { call: (count: number) => ledger.invoke('write', { count }), callers: 2, pauseMs: 20 },
  };
  const steps: readonly (readonly [string, () => Promise<void>])[] = [
    ['the certificates of the servers are renewed', () => replace(server, 'server-2', old)],
    ['both authorities are trusted', () => trusting(old, next)],
    ['the servers have certificates of the next authority', () => replace(server, 'server-3', next)],
    ['the clients have certificates of the next authority', () => replace(client, 'client-2', next)],
    ['the old authority is dropped', () => trusting(next)],
  ];
  const change = async (): Promise<void> => {
    for (const [name, step] of steps) {
      setting.log(name);
      await step();
      await restartInTurn(cluster, { ...setting, scale: 1 });
    }
  };
  const connecting = () => Promise.resolve({ nats });
  return outcomeOf(await withLedgers(2, connecting, () => underLanes(kinds, change, setting)));
}
