import { setTimeout as sleep } from 'node:timers/promises';
import { nuid } from '@nats-io/nats-core';
import { type Caller, connectSymphony, createCaller, type SymphonyConnection } from '../src/index.js';
import { eventually } from './conditions.js';
import { Issuer, type KeySpec } from './issuer.js';

jest.setTimeout(120_000);

let issuer: Issuer;
let open: SymphonyConnection[];
beforeAll(async () => {
  issuer = await Issuer.start();
});
afterAll(() => issuer[Symbol.asyncDispose]());
beforeEach(() => {
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
});

async function connectWith(spec: Partial<KeySpec>): Promise<SymphonyConnection> {
  const token = issuer.issue({ id: nuid.next(), ...spec });
  const connection = await connectSymphony({ token, address: issuer.address, env: {} });
  open.push(connection);
  return connection;
}

/** Counts the renewals that a connection has been through. */
function countRenewals(connection: SymphonyConnection): { count: number } {
  const renewals = { count: 0 };
  connection.onStatus(({ kind }) => {
    if (kind === 'reconnected') renewals.count += 1;
  });
  return renewals;
}

/** Calls without a pause until `isOver`, and gives what went wrong. */
async function callUntil(caller: Caller, subject: string, isOver: () => boolean): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let calls = 0; !isOver(); calls += 1) {
    await caller.request(subject, calls).catch((error: unknown) => failed.push(String(error)));
  }
  return failed;
}

const ROUNDS = 1;
/** Renewed after three quarters of it, and shorter by up to a second, because the server counts in whole ones. */
const SHORT_LIFE = { lifeSeconds: 20 };

it('fails no call to the only instance of a service while its credentials are renewed', async () => {
  const service = await connectWith(SHORT_LIFE);
  const caller = createCaller((await connectWith({ lifeSeconds: 3_600 })).nc);
  service.nc.subscribe('echo', { queue: 'q', callback: (_error, message) => void message.respond(message.data) });
  service.nc.subscribe('late', {
    queue: 'q',
    callback: (_error, message) => void sleep(300).then(() => message.respond(message.data)),
  });
  service.nc.subscribe('instance.echo', { callback: (_error, message) => void message.respond(message.data) });
  await service.nc.flush();
  const renewals = countRenewals(service);
  const isOver = (): boolean => renewals.count >= ROUNDS;
  const subjects = ['echo', 'echo', 'late', 'late', 'instance.echo'];
  const failed = await Promise.all(subjects.map((subject) => callUntil(caller, subject, isOver)));
  expect(failed.flat()).toEqual([]);
});

it('fails no call of a caller whose own credentials are renewed, however long the call takes', async () => {
  const service = await connectWith({ lifeSeconds: 3_600 });
  service.nc.subscribe('late', {
    callback: (_error, message) => void sleep(1_500).then(() => message.respond(message.data)),
  });
  service.nc.subscribe('echo', { callback: (_error, message) => void message.respond(message.data) });
  await service.nc.flush();
  const connection = await connectWith(SHORT_LIFE);
  const caller = createCaller(connection.nc);
  const renewals = countRenewals(connection);
  const isOver = (): boolean => renewals.count >= ROUNDS;
  const failed = await Promise.all(
    ['late', 'late', 'echo', 'echo'].map((subject) => callUntil(caller, subject, isOver)),
  );
  expect(failed.flat()).toEqual([]);
});

it('delivers each event once and in order through renewals, to listeners and from senders', async () => {
  const [listener, sender] = await Promise.all([connectWith(SHORT_LIFE), connectWith(SHORT_LIFE)]);
  const heard: number[] = [];
  listener.nc.subscribe('news', { callback: (_error, message) => void heard.push(message.json<number>()) });
  await listener.nc.flush();
  const [renewals, ofSender] = [countRenewals(listener), countRenewals(sender)];
  let sent = 0;
  while (renewals.count < ROUNDS || ofSender.count < ROUNDS) {
    for (let burst = 0; burst < 10; burst += 1) sender.nc.publish('news', String(sent++));
    await sleep(1);
  }
  await eventually('all has been heard', () => heard.at(-1) === sent - 1);
  expect(heard).toEqual(Array.from({ length: sent }, (_, index) => index));
});
