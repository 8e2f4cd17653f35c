import { platformServices } from '@symphony-ts/contract';
import type { NewKey } from '@symphony-ts/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { connectWith, exchange } from '../nats-user.js';
import { ownConnections } from './own-connections.js';
import { callWork, clientOf, enrol, mayWork, type Scene, startScene } from './scene.js';
import { Sender } from './stand-still.js';

let scene: Scene;
beforeAll(async () => {
  // The server gives up a connection that is behind, sooner than it does by default: an old one holds the flooder up until then.
  scene = await startScene({ config: 'max_pending: 4MB\nwrite_deadline: "1s"' });
}, 60_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

it.each<[string, string, NewKey]>([
  ['an extension', 'symphony extensions', { name: 'evil', prefix: 'evil', kind: 'extension' }],
  ['a client', 'symphony clients', clientOf('cirata.services.>')],
])(
  'a flood of large requests of %s that ends a connection of the platform ends no other',
  async (_who, ended, newKey) => {
    const { platform, system } = scene;
    const prefix = `good-${newKey.kind}`;
    const good = await enrol(platform, prefix);
    good.nc.subscribe(mayWork(prefix), { callback: (_error, message) => void message.respond('{}') });
    await good.nc.flush();
    const evil = await platform.keys.create(newKey);
    const caller = await platform.keys.create(clientOf('cirata.services.>', mayWork(prefix)));
    await using flooder = await Sender.start('flooder.ts', JSON.stringify(await exchange(platform, evil.token)));
    const { [ended]: before, ...others } = await ownConnections(system);

    flooder.standStill();
    const [answer, ready, revoked] = await Promise.all([
      callWork(platform, prefix, caller.token),
      fetch(`${platform.httpUrl}/api/v1/ready`),
      platform.keys.revoke(evil.id).then(() => true),
    ]);
    expect([await answer.text(), ready.status, revoked]).toEqual(['{}', 200, true]);
    await eventually(async () => {
      const { [ended]: after = before, ...now } = await ownConnections(system);
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
