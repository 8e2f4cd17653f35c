import { type KV, Kvm } from '@nats-io/kv';
import type { LogFields, Logger } from '@symphony-ts/contract';
import { type Application, command, createApplication, defineExtension, endpoint, rest } from '@symphony-ts/extension';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { type Joined, join } from '../nats-user.js';

/**
 * Another instance of the same extension sends requests whose reply is not an inbox. Inside one account, the server would
 * deliver the answer to that subject. The extension would then write where its caller may not write.
 */
const warnings: string[] = [];
const note = (message: string, fields?: LogFields): void => void warnings.push(`${message} ${JSON.stringify(fields)}`);
const ignore = (): void => undefined;
const logger: Logger = { debug: ignore, info: ignore, warn: note, error: note, child: () => logger };

const till = defineExtension({
  prefix: 'till',
  name: 'Till',
  version: '1.0.0',
  description: 'Takes money',
  buckets: [{ name: 'till_state' }],
  endpoints: { total: endpoint({}, () => 'TOTAL') },
  rest: { read: rest('GET', '/total', {}, () => 'TOTAL') },
  instanceHandlers: { own: endpoint({}, () => 'TOTAL') },
  commands: { count: command({}, () => 'TOTAL') },
});

let platform: Platform;
let app: Application;
let peer: Joined;
let state: KV;
beforeAll(async () => {
  platform = await startPlatform({ dev: { grantDeclared: true } });
  const { token, id } = await platform.keys.create({ name: 'till', prefix: 'till', kind: 'extension' });
  const address = platform.httpUrl;
  app = await createApplication(till, { token, address, env: {}, logger, signals: false });
  await app.start();
  peer = await join(platform, 'till');
  state = await new Kvm(peer.nc).open('till_state', { allow_direct: true });
  subjects.push(`${group}.instance.${id}.own`);
  await state.put('k', 'before');
});
afterAll(async () => {
  await app.stop();
  await peer.nc.close();
  await platform.stop();
});

const group = 'cirata.extensions.till';
const subjects = [`${group}.total`, `${group}.read`, `${group}.commands`, '$SRV.PING', '$SRV.INFO.till', '$SRV.STATS'];

describe('a request whose reply is no inbox', () => {
  it('is answered nowhere, and the log says so', async () => {
    for (const subject of subjects) {
      const before = warnings.length;
      peer.nc.publish(subject, '{"command":"count"}', { reply: '$KV.till_state.k' });
      await eventually(() => warnings.length > before);
      expect(warnings.at(-1)).toContain('not an inbox');
    }
    expect((await state.get('k'))?.string()).toBe('before');
  });

  it('does harm where nothing guards: the server delivers where it is told to', async () => {
    peer.nc.subscribe(`${group}.unguarded`, { callback: (_error, message) => void message.respond('TOTAL') });
    await peer.nc.flush();
    peer.nc.publish(`${group}.unguarded`, '', { reply: '$KV.till_state.k' });
    await eventually(async () => (await state.get('k'))?.string() === 'TOTAL');
  });

  it('is told from one whose reply is an inbox', async () => {
    const before = warnings.length;
    expect((await peer.nc.request(`${group}.total`, '', { timeout: 10_000 })).string()).toBe('TOTAL');
    expect(warnings.length).toBe(before);
  });
});
