import { setTimeout as sleep } from 'node:timers/promises';
import { nuid } from '@nats-io/nats-core';
import { eventually } from '../../../test/support/eventually.js';
import { type Caller, connectSymphony, createCaller, type SymphonyConnection } from '../src/index.js';
import { Issuer, type KeySpec } from './issuer.js';

let issuer: Issuer;
const open: SymphonyConnection[] = [];

interface Aging {
  readonly connection: SymphonyConnection;
  /** The number of further requests for credentials. */
  readonly asked: () => number;
  /** The number of reconnects with new credentials. */
  readonly renewed: () => number;
}

/** Renewal starts after three quarters of this. It may be up to a second shorter, because servers count whole seconds. */
const SHORT_LIFE = { lifeSeconds: 20 };

async function connectWith(spec: Partial<KeySpec>): Promise<Aging> {
  const token = issuer.issue({ id: nuid.next(), ...spec });
  const connection = await connectSymphony({ token, address: issuer.address, env: {} });
  open.push(connection);
  let renewals = 0;
  connection.onStatus(({ kind }) => {
    if (kind === 'reconnected') renewals += 1;
  });
  return { connection, asked: () => (issuer.exchanges.get(token) ?? 0) - 1, renewed: () => renewals };
}

/** Calls until `aging` is renewed, without pauses once it asks for credentials. Returns the failures. */
async function callUntilRenewed(caller: Caller, subject: string, aging: Aging): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let calls = 0; aging.renewed() === 0; calls += 1) {
    await caller.request(subject, calls).catch((error: unknown) => failed.push(String(error)));
    if (aging.asked() === 0) await sleep(10);
  }
  return failed;
}

/** Returns its input after `afterMs`. */
function echo({ nc }: SymphonyConnection, subject: string, afterMs = 0): void {
  nc.subscribe(subject, {
    queue: 'q',
    callback: (_error, message) => {
      if (afterMs === 0) message.respond(message.data);
      else void sleep(afterMs).then(() => message.respond(message.data));
    },
  });
}

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  async 'fails no call to the only instance of a service while its credentials are renewed'() {
    const service = await connectWith(SHORT_LIFE);
    const caller = createCaller((await connectWith({ lifeSeconds: 3_600 })).connection.nc);
    echo(service.connection, 'service.echo');
    echo(service.connection, 'service.late', 300);
    service.connection.nc.subscribe('service.instance', {
      callback: (_error, message) => void message.respond(message.data),
    });
    await service.connection.nc.flush();
    const subjects = ['echo', 'echo', 'late', 'late', 'instance'];
    const failed = await Promise.all(subjects.map((name) => callUntilRenewed(caller, `service.${name}`, service)));
    expect(failed.flat()).toEqual([]);
  },

  async 'fails no call of a caller whose own credentials are renewed, however long the call takes'() {
    const service = await connectWith({ lifeSeconds: 3_600 });
    echo(service.connection, 'called.late', 1_500);
    echo(service.connection, 'called.echo');
    await service.connection.nc.flush();
    const aging = await connectWith(SHORT_LIFE);
    const caller = createCaller(aging.connection.nc);
    const subjects = ['late', 'late', 'echo', 'echo'];
    const failed = await Promise.all(subjects.map((name) => callUntilRenewed(caller, `called.${name}`, aging)));
    expect(failed.flat()).toEqual([]);
  },

  async 'delivers each event once and in order through renewals, to listeners and from senders'() {
    const [listener, sender] = await Promise.all([connectWith(SHORT_LIFE), connectWith(SHORT_LIFE)]);
    const heard: number[] = [];
    listener.connection.nc.subscribe('news', {
      callback: (_error, message) => void heard.push(message.json<number>()),
    });
    await listener.connection.nc.flush();
    let sent = 0;
    while (listener.renewed() === 0 || sender.renewed() === 0) {
      const isNear = listener.asked() + sender.asked() > 0;
      for (let burst = 0; burst < (isNear ? 10 : 1); burst += 1) sender.connection.nc.publish('news', String(sent++));
      await sleep(isNear ? 1 : 10);
    }
    await eventually('all has been heard', () => heard.at(-1) === sent - 1);
    expect(heard).toEqual(Array.from({ length: sent }, (_, index) => index));
  },
};

// Each scenario waits a quarter of a minute for a renewal. So all run at the same time, and each test checks one of them.
const running = new Map<string, Promise<PromiseSettledResult<void>[]>>();
beforeAll(async () => {
  issuer = await Issuer.start();
  for (const [name, run] of Object.entries(scenarios)) running.set(name, Promise.allSettled([run()]));
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await issuer[Symbol.asyncDispose]();
});

it.each(Object.keys(scenarios))('%s', async (name) => {
  const [outcome] = (await running.get(name)) ?? [];
  if (outcome?.status !== 'fulfilled') throw outcome?.reason ?? new Error('it was not started');
});
