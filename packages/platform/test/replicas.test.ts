import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { platformServices, silentLogger } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { FLOOD_SUBJECT, sharePauses } from '../src/floods/shared-pauses.js';
import { ApiKey } from '../src/keys/api-key.js';
import { connectKeeper, connectOwn } from '../src/nats/platform-connection.js';
import { openOperatorKeys } from '../src/operator/operator-keys.js';
import { openTable } from '../src/table/open-table.js';
import { connectWith, exchange, join, manifest } from './nats-user.js';

let dataDir: string;
let first: Platform;
let second: Platform;
beforeAll(async () => {
  dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-replicas-'));
  const shared = { keysDir: joinPath(dataDir, 'secret') };
  first = await startPlatform({ ...shared, dataDir: joinPath(dataDir, 'nats') });
  second = await startPlatform({ ...shared, natsUrl: first.natsUrl });
});
afterAll(async () => {
  await second.stop();
  await first.stop();
  await rm(dataDir, { recursive: true });
});

const isCutOff = async (nc: NatsConnection): Promise<boolean> => {
  const answer: unknown = await nc
    .request(platformServices.info, '', { timeout: 1_000 })
    .catch((error: unknown) => error);
  return answer instanceof Error && !/timeout/i.test(answer.name);
};

const ids = (platform: Platform): string[] => platform.keys.list().map(({ id }) => id);

describe('two replicas that share the secret', () => {
  it('know each other’s keys, and end them for each other', async () => {
    const { id, token } = await first.keys.create({ name: 'k', prefix: 'shared', kind: 'extension' });
    await eventually(() => ids(second).includes(id));
    const credentials = await exchange(second, token);
    const nc = await connectWith(credentials);
    const closed = nc.closed();
    await second.keys.revoke(id);
    await closed;
    await eventually(() => first.keys.list().some((key) => key.id === id && key.revoked !== undefined));
    await expect(exchange(first, token)).rejects.toThrow('401');
  });

  it('end many keys at once, with every connection of theirs', async () => {
    const created = await Promise.all(
      Array.from({ length: 40 }, (_, index) => first.keys.create({ name: `crowd ${index}`, kind: 'client' })),
    );
    await eventually(() => created.every(({ id }) => ids(second).includes(id)));
    const connections = await Promise.all(
      created.map(async ({ token }) => await connectWith(await exchange(first, token))),
    );
    const closed = Promise.all(connections.map((nc) => nc.closed()));
    await Promise.all(created.map(({ id }, index) => (index % 2 === 0 ? first : second).keys.revoke(id)));
    await closed;
  });

  it('finish what another one could not note of a revocation', async () => {
    const keysDir = joinPath(dataDir, 'secret');
    const keys = await openOperatorKeys(keysDir, 0);
    const keeper = await connectKeeper({
      keys,
      nats: { urls: [first.natsUrl] },
      account: 'PLATFORM',
      logger: silentLogger,
    });
    const table = await openTable({ nc: keeper, replicas: 1, logger: silentLogger }, 'api_keys', ApiKey);
    const half = async (name: string) => {
      const { id, token } = await first.keys.create({ name, kind: 'client' });
      const nc = await connectWith(await exchange(first, token));
      const revoked = new Date(Date.now() - 30_000).toISOString();
      const before = await table.read(id);
      if (before) await table.put(id, { ...before, revoked });
      return { id, nc };
    };
    const asked = await half('asked again');
    await first.keys.revoke(asked.id);
    await asked.nc.closed();
    const left = await half('left');
    await using third = await startPlatform({ keysDir, natsUrl: first.natsUrl });
    await left.nc.closed();
    expect(third.keys.list().find(({ id }) => id === left.id)?.revoked).toBeDefined();
    table.stop();
    await keeper.close();
  });

  it('answer as one, whoever takes a request', async () => {
    const both = await join(second, 'both');
    for (const version of ['1.0.0', '1.0.1', '1.0.2', '1.0.3']) {
      const reply = await both.nc.request(platformServices.register, manifest('both', { version }), {
        timeout: 10_000,
      });
      expect(reply.json()).toHaveProperty('registered');
    }
    const version = (platform: Platform): string | undefined => platform.registry.manifest('both')?.version;
    await eventually(() => version(first) === '1.0.3' && version(second) === '1.0.3');
    await both.nc.close();
  });

  it('tell each other who floods', async () => {
    const own = { keys: await openOperatorKeys(joinPath(dataDir, 'secret'), 0), nats: { urls: [first.natsUrl] } };
    const heard: unknown[] = [];
    const share = async (from: string) => {
      const nc = await connectOwn({ ...own, link: 'platform', logger: silentLogger });
      const pauses = sharePauses({ nc, from, logger: silentLogger }, (pause) => void heard.push([from, pause]));
      await nc.flush();
      return { nc, pauses };
    };
    const [one, another] = [await share('one'), await share('another')];
    one.pauses.tell({ what: 'extension', name: 'nobody' });
    await eventually(() => heard.length > 0);
    expect(heard).toEqual([['another', expect.objectContaining({ what: 'extension', name: 'nobody' })]]);
    await Promise.all([one.nc.close(), another.nc.close()]);
  });

  it('cut off together who floods one of them', async () => {
    const evil = await join(first, 'evil');
    const spare = await Promise.all(
      [first, second].map((at) => at.keys.create({ name: 'spare', prefix: 'evil', kind: 'extension' })),
    );
    await eventually(() => spare.every(({ id }) => ids(first).includes(id) && ids(second).includes(id)));
    const keys = await openOperatorKeys(joinPath(dataDir, 'secret'), 0);
    const keeper = await connectKeeper({
      keys,
      nats: { urls: [first.natsUrl] },
      account: 'PLATFORM',
      logger: silentLogger,
    });
    const pausedAt = performance.now();
    keeper.publish(FLOOD_SUBJECT, JSON.stringify({ what: 'extension', name: 'evil', from: 'a replica' }));
    await eventually(() => isCutOff(evil.nc));
    // Each of them sends the account again, because another part of it has changed.
    await first.keys.revoke(spare[0]?.id ?? '');
    await second.keys.revoke(spare[1]?.id ?? '');
    const isOut = await isCutOff(evil.nc);
    // The pause lasts twenty seconds, because a busy machine may need them.
    expect(isOut || performance.now() - pausedAt > 20_000).toBe(true);
    await Promise.all([evil.nc.close(), keeper.close()]);
  }, 60_000);

  it('follow each other again after the server was killed', async () => {
    await first.natsServer?.kill();
    await first.natsServer?.restart();
    const isReady = async ({ httpUrl }: Platform): Promise<boolean> => (await fetch(`${httpUrl}/api/v1/ready`)).ok;
    await eventually(async () => (await isReady(first)) && (await isReady(second)));
    const fromFirst = await first.keys.create({ name: 'a', prefix: 'later', kind: 'extension' });
    const fromSecond = await second.keys.create({ name: 'b', prefix: 'later', kind: 'extension' });
    await eventually(() => ids(second).includes(fromFirst.id) && ids(first).includes(fromSecond.id));
    const nc = await connectWith(await exchange(second, fromFirst.token));
    await nc.close();
  });
});
