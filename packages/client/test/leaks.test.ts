import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { eventually } from '../../../test/support/eventually.js';
import { connectSymphony, createCaller } from '../src/index.js';
import { Issuer } from './issuer.js';

jest.setTimeout(180_000);

const resources = (): readonly string[] => process.getActiveResourcesInfo().sort();
const listeners = (): number => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
const files = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('cirata')).sort();

it('leaves no timer, socket, listener or file behind after 50 connections', async () => {
  const issuer = await Issuer.start();
  const token = issuer.issue({ id: 'LEAK1', prefix: 'catalog', lifeSeconds: 3_600 });
  const once = async (): Promise<void> => {
    const connection = await connectSymphony({ token, prefix: 'catalog', address: issuer.address, env: {} });
    await createCaller(connection.nc).publish('x', 1, { isConfirmed: true });
    await connection.drain();
  };
  await once(); // a resource that the whole process creates once is not a leak
  const before = { resources: resources(), listeners: listeners(), files: await files() };
  for (let round = 0; round < 50; round += 1) await once();
  await eventually('sockets and timers are gone', () => resources().length <= before.resources.length);
  expect(listeners()).toBe(before.listeners);
  expect(await files()).toEqual(before.files);
  await issuer[Symbol.asyncDispose]();
});
