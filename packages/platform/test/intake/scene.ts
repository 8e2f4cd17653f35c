import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { Kvm } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { endpointSubject, platformServices, STATUS_BUCKET, silentLogger, statusKey } from '@symphony-ts/contract';
import { type NewKey, type Platform, type PlatformOptions, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { connectOwn } from '../../src/nats/platform-connection.js';
import { openOperatorKeys } from '../../src/operator/operator-keys.js';
import { type Joined, join, manifest } from '../nats-user.js';

/** A platform, and a connection to the system account of its server. */
export interface Scene extends AsyncDisposable {
  readonly platform: Platform;
  readonly system: NatsConnection;
}

export async function startScene(natsServer: NonNullable<PlatformOptions['natsServer']>): Promise<Scene> {
  const dataDir = await mkdtemp(joinPath(tmpdir(), 'platform-intake-'));
  const keysDir = joinPath(dataDir, 'keys');
  const platform = await startPlatform({ dataDir: joinPath(dataDir, 'data'), keysDir, natsServer });
  const keys = await openOperatorKeys(keysDir, 0);
  const system = await connectOwn({ keys, nats: { urls: [platform.natsUrl] }, link: 'system', logger: silentLogger });
  return {
    platform,
    system,
    [Symbol.asyncDispose]: async () => {
      await system.close();
      await platform.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Registers an extension, and reports one live instance of it. */
export async function enrol(platform: Platform, prefix: string): Promise<Joined> {
  const joined = await join(platform, prefix);
  const { nc, id } = joined;
  await nc.request(platformServices.register, manifest(prefix), { timeout: 5_000 });
  const now = new Date().toISOString();
  const entry = { prefix, instanceId: id, name: prefix, version: '1.0.0', status: 'ok', started: now, timestamp: now };
  const bucket = await new Kvm(nc).open(STATUS_BUCKET, { allow_direct: true });
  await bucket.put(statusKey(prefix, id), JSON.stringify(entry));
  const isLive = (): boolean =>
    platform.registry.list().some((known) => known.prefix === prefix && known.instances.length > 0);
  await eventually(isLive);
  return joined;
}

/** The key of a client that may publish on these subjects. */
export const clientOf = (...subjects: string[]): NewKey => ({
  name: 'client',
  kind: 'client',
  capabilities: { pub: { allow: subjects }, sub: { allow: [] } },
});

/** Calls the endpoint `work` of an extension over HTTP. */
export const callWork = (platform: Platform, prefix: string, token: string): Promise<Response> =>
  fetch(`${platform.httpUrl}/api/v1/services/${prefix}/work`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });

/** The right to call the endpoint `work` of an extension. */
export const mayWork = (prefix: string): string => endpointSubject(prefix, 'work');
