import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { type LogFields, type Logger, platformServices, silentLogger } from '@symphony-ts/contract';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { connectWith, exchange, join, manifest } from './nats-user.js';

const refused: LogFields[] = [];
const logger: Logger = {
  ...silentLogger,
  child: () => logger,
  warn: (text, fields) => {
    if (text === 'refused') refused.push(fields ?? {});
  },
};
const isStopped = (name: string) => () => refused.some(({ actor, code }) => actor === name && code === 'FLOOD');

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ logger });
}, 60_000);
afterAll(() => platform.stop());

/** Sends requests as fast as possible, until the platform pauses the sender. */
async function flood(nc: NatsConnection, inbox: string, isOver: () => boolean): Promise<void> {
  for (let round = 0; round < 20 && !isOver() && !nc.isClosed(); round += 1) {
    for (let sent = 0; sent < 20_000; sent += 1) nc.publish(platformServices.extensions, '{}', { reply: inbox });
    // The connection may be closed in the meantime.
    await Promise.race([nc.flush().catch(() => undefined), nc.closed()]);
  }
  await eventually(isOver);
}

const ask = async (nc: NatsConnection, timeout = 5_000): Promise<string> => {
  try {
    return (await nc.request(platformServices.info, '', { timeout })).string();
  } catch (error) {
    return error instanceof Error ? error.name : '';
  }
};

it('an extension is heard however much it asks, as long as it does not flood', async () => {
  const { nc } = await join(platform, 'busy');
  const answers = new Set<string>();
  for (let batch = 0; batch < 80; batch += 1) {
    const pause = delay(60);
    for (const answer of await Promise.all(Array.from({ length: 100 }, () => ask(nc, 1_000)))) answers.add(answer);
    await pause;
  }
  expect([...answers].some((answer) => answer.includes('"name"'))).toBe(true);
  // On a busy machine some calls are refused, but an instance is always there.
  expect([...answers].filter((answer) => !/"name"|TOO_MANY_REQUESTS|TimeoutError/.test(answer))).toEqual([]);
  await nc.close();
}, 150_000);

it('an extension that floods the platform loses its services for a while, and nobody else does', async () => {
  const evil = await join(platform, 'evil');
  const good = await join(platform, 'good');
  await good.nc.request(platformServices.register, manifest('good'), { timeout: 5_000 });
  await flood(evil.nc, `_INBOX.${evil.id}.flood`, isStopped('evil'));
  expect(await ask(good.nc)).toContain('"name"');
  await eventually(async () => !(await ask(evil.nc)).includes('"name"'));
  expect(await ask(good.nc)).toContain('"name"');
  await evil.nc.close();
  await good.nc.close();
}, 60_000);

it('a client that floods the platform gets no credentials for a while, and other clients do', async () => {
  const capabilities = { pub: { allow: ['cirata.services.>'] }, sub: { allow: [] } };
  const client = async (name: string) => {
    const { id, token } = await platform.keys.create({ name, kind: 'client', capabilities });
    const nc = await connectWith(await exchange(platform, token));
    return { id, token, nc };
  };
  const evil = await client('evil');
  const good = await client('good');
  await flood(evil.nc, `_INBOX.${evil.id}.flood`, isStopped(evil.id));
  await expect(exchange(platform, evil.token)).rejects.toThrow(/^429 /);
  await exchange(platform, good.token);
  expect(await ask(good.nc)).toContain('"name"');
  const isKickKnown = !platform.natsServer?.version.startsWith('2.9.');
  if (isKickKnown) await eventually(() => evil.nc.isClosed());
  await evil.nc.close();
  await good.nc.close();
}, 60_000);
