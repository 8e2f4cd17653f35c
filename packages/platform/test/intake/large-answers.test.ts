import type { Msg } from '@nats-io/nats-core';
import { eventually } from '../../../../test/support/eventually.js';
import { ownConnections } from './own-connections.js';
import { callWork, clientOf, enrol, mayWork, type Scene, startScene } from './scene.js';
import { Sender } from './stand-still.js';

/** Answers of 1 MB each: more than the 64 MiB that a server keeps for a connection before it ends it. */
const ANSWERS = 200;

let scene: Scene;
beforeAll(async () => {
  // However long the platform stands still, a connection ends by what waits for it, and by nothing else.
  scene = await startScene({ config: 'write_deadline: "60s"' });
}, 60_000);
afterAll(() => scene?.[Symbol.asyncDispose]());

it('an extension that answers all its requests at once, as long as it can, ends no call to another', async () => {
  const { platform, system } = scene;
  // It has whoever sends wait until a connection that is behind is given up. A platform runs on it for development only.
  if (platform.natsServer?.version.startsWith('2.9.')) return;
  const good = await enrol(platform, 'good');
  const held: Msg[] = [];
  good.nc.subscribe(mayWork('good'), { callback: (_error, message) => void held.push(message) });
  await good.nc.flush();
  const evil = await enrol(platform, 'evil');
  const { token } = await platform.keys.create(clientOf(mayWork('good'), mayWork('evil')));
  const credentials = JSON.stringify(evil.credentials);
  await using answerer = await Sender.start('answerer.ts', credentials, 'evil', String(ANSWERS));
  const goodCall = callWork(platform, 'good', token);
  await eventually(() => held.length === 1);
  const evilCalls = Array.from({ length: ANSWERS }, () => callWork(platform, 'evil', token));
  await answerer.message();
  const { 'symphony busy': _busy, ...others } = await ownConnections(system);

  answerer.standStill();
  held[0]?.respond('{}');
  expect(await (await goodCall).text()).toBe('{}');
  const statuses = await Promise.all(evilCalls.map(async (call) => (await call).status));
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(32);
  const { 'symphony busy': _busyNow, ...now } = await ownConnections(system);
  expect(now).toEqual(others);
  await Promise.all([good.nc.close(), evil.nc.close()]);
}, 60_000);
