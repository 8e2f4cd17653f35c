import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  type CredentialExchange,
  endpointSubject,
  platformServices,
  STATUS_BUCKET,
  silentLogger,
  statusKey,
} from '@symphony-ts/contract';
import { type NewKey, type Platform, startPlatform } from '@symphony-ts/platform';
import * as z from 'zod';
import { eventually } from '../../../../test/support/eventually.js';
import { connectOwn } from '../../src/nats/platform-connection.js';
import { openOperatorKeys } from '../../src/operator/operator-keys.js';
import { connectWith, exchange, type Joined, join, manifest } from '../nats-user.js';

const loader = joinPath(__dirname, '..', '..', '..', '..', 'scripts', 'bench', 'typescript.mjs');
const Connections = z.object({
  data: z.object({ connections: z.array(z.object({ name: z.string().default(''), cid: z.number() })) }),
});

let dataDir: string;
let platform: Platform;
let system: NatsConnection;
beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-intake-'));
  const keysDir = joinPath(dataDir, 'keys');
  // The server gives up a connection that is behind, sooner than it does by default: an old one holds the flooder up until then.
  const natsServer = { config: 'max_pending: 4MB\nwrite_deadline: "1s"' };
  platform = await startPlatform({ dataDir: joinPath(dataDir, 'data'), keysDir, natsServer });
  const keys = await openOperatorKeys(keysDir, 0);
  system = await connectOwn({ keys, nats: { urls: [platform.natsUrl] }, link: 'system', logger: silentLogger });
}, 60_000);
afterAll(async () => {
  await system?.close();
  await platform?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The platform's connections: their ids at the server, by name. A connection that was replaced has another id. */
async function ownConnections(): Promise<Record<string, number>> {
  const reply = await system.request('$SYS.REQ.SERVER.PING.CONNZ', '', { timeout: 5_000 });
  const { connections } = Connections.parse(reply.json()).data;
  const own = connections.filter(({ name, cid }) => name.startsWith('symphony ') && cid !== system.info?.client_id);
  return Object.fromEntries(own.map(({ name, cid }) => [name, cid]));
}

/** The longest time for which the platform stands still: half a minute. */
const MOST_TURNS = 6_000;
const TURN_MS = 5;

/** Sends large requests while the platform, which is in this process, cannot read. */
async function flood(credentials: CredentialExchange): Promise<void> {
  const folder = await mkdtemp(joinPath(dataDir, 'flood-'));
  const [go, done] = [joinPath(folder, 'go'), joinPath(folder, 'done')];
  const flooder = fork(joinPath(__dirname, 'flooder.ts'), [JSON.stringify(credentials), go, done], {
    execArgv: ['--import', loader],
  });
  const ended = once(flooder, 'exit');
  await once(flooder, 'message');
  writeFileSync(go, '');
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (let turn = 0; turn < MOST_TURNS && !existsSync(done); turn += 1) Atomics.wait(sleeper, 0, 0, TURN_MS);
  expect(await ended).toEqual([0, null]);
}

/** An extension with one live instance that answers. */
async function serve(prefix: string): Promise<Joined> {
  const joined = await join(platform, prefix);
  const { nc, id } = joined;
  nc.subscribe(endpointSubject(prefix, 'work'), { callback: (_error, message) => void message.respond('{}') });
  await nc.request(platformServices.register, manifest(prefix), { timeout: 5_000 });
  const now = new Date().toISOString();
  const entry = { prefix, instanceId: id, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, id), JSON.stringify(entry));
  await eventually(() =>
    platform.registry.list().some((known) => known.prefix === prefix && known.instances.length > 0),
  );
  return joined;
}

const clientOf = (...subjects: string[]): NewKey => ({
  name: 'client',
  kind: 'client',
  capabilities: { pub: { allow: subjects }, sub: { allow: [] } },
});

it.each<[string, string, NewKey]>([
  ['an extension', 'symphony extensions', { name: 'evil', prefix: 'evil', kind: 'extension' }],
  ['a client', 'symphony clients', clientOf('cirata.services.>')],
])(
  'a flood of large requests of %s that ends a connection of the platform ends no other',
  async (_who, ended, newKey) => {
    const prefix = `good-${newKey.kind}`;
    const good = await serve(prefix);
    const evil = await platform.keys.create(newKey);
    const caller = await platform.keys.create(clientOf('cirata.services.>', endpointSubject(prefix, 'work')));
    const call = (): Promise<Response> =>
      fetch(`${platform.httpUrl}/api/v1/services/${prefix}/work`, {
        method: 'POST',
        headers: { authorization: `Bearer ${caller.token}` },
      });
    const credentials = await exchange(platform, evil.token);
    const { [ended]: before, ...others } = await ownConnections();

    await flood(credentials);
    const [answer, ready, revoked] = await Promise.all([
      call(),
      fetch(`${platform.httpUrl}/api/v1/ready`),
      platform.keys.revoke(evil.id).then(() => true),
    ]);
    expect([await answer.text(), ready.status, revoked]).toEqual(['{}', 200, true]);
    await eventually(async () => {
      const { [ended]: after = before, ...now } = await ownConnections();
      expect(now).toEqual(others);
      return after !== before;
    });
    const another = await connectWith(await exchange(platform, caller.token));
    await eventually(async () => {
      const reply = await another.request(platformServices.info, '', { timeout: 1_000 }).catch(() => undefined);
      return reply?.string().includes('"name"') === true;
    });
    await another.close();
    await good.nc.close();
  },
  60_000,
);
