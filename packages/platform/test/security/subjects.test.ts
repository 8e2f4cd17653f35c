import type { Msg } from '@nats-io/nats-core';
import { platformBuckets, toError } from '@symphony-ts/contract';
import { type Access, type Actor, actors, platformStreams, type SubjectRow, subjectTable } from './subject-table.js';
import { openWorld, type World } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const me of actors) void watchObjections(me);
});
afterAll(() => world[Symbol.asyncDispose]());

/** After this silence, nobody is there. An existing responder answers within a millisecond or two. */
const SILENCE_MS = 400;
const ANSWER_MS = 5_000;
const NOT_FOUND = /"err_code":100(14|37|59)|"code":404/;

const named = (subject: string, me: Actor): string =>
  subject
    .replace('<me>', world[me].id)
    .replace('<other>', world[me === 'orders' ? 'catalog' : 'orders'].id)
    .replace(/<(\w+)>/, (_all, who: Actor) => world[who].id);

/** The account of an answer: extensions sign their answers, streams name their buckets, and all others are the platform's. */
const origin = (answer: Msg): string =>
  /"account":"(\w+)"|cirata\.status\.(\w+)|(?:KV|OBJ)_(orders|catalog)_/
    .exec(answer.string())
    ?.slice(1)
    .find((text) => text !== undefined) ??
  (answer.string().includes('"stream":"KV_symphony_status"') ? 'self' : 'platform');

function classify(answer: Msg, me: Actor): Access {
  if (answer.headers?.code === 404 || NOT_FOUND.test(answer.string())) return 'absent';
  if (/^40[13]$/.test(answer.headers?.get('Nats-Service-Error-Code') ?? '')) return 'denied';
  const from = origin(answer);
  return from === me || from === 'self' ? 'own' : 'reaches';
}

const isPermission = (error: Error): boolean =>
  /permission/i.test(`${error.name} ${error.message} ${toError(error.cause ?? '').name}`);

async function request(row: SubjectRow, me: Actor, expected: Access): Promise<Access> {
  const timeout = expected === 'absent' ? SILENCE_MS : ANSWER_MS;
  try {
    return classify(await world[me].nc.request(named(row.subject, me), row.body ?? '', { timeout }), me);
  } catch (error) {
    return isPermission(toError(error)) ? 'refused' : 'absent';
  }
}

/** The permission errors of the server, by actor. */
const objections: Record<Actor, number> = { orders: 0, catalog: 0, client: 0, registration: 0 };

async function watchObjections(me: Actor): Promise<void> {
  for await (const status of world[me].nc.status()) {
    if (status.type === 'error' && isPermission(status.error)) objections[me] += 1;
  }
}

async function announce(subject: string, me: Actor): Promise<Access> {
  const before = objections[me];
  const { nc } = world[me];
  nc.publish(subject, '{}');
  await nc.flush(); // the server sends the error before it answers the flush,
  await nc.flush(); // and after the second flush the error has been processed
  return objections[me] > before ? 'refused' : 'allowed';
}

async function attempt(row: SubjectRow, me: Actor, expected: Access): Promise<Access> {
  const { nc } = world[me];
  const subject = named(row.subject, me);
  if (row.verb === 'request') return await request(row, me, expected);
  if (row.verb === 'announce') return await announce(subject, me);
  let refused = false;
  const subscription = nc.subscribe(subject, { callback: (error) => void (refused ||= error !== null) });
  await nc.flush();
  subscription.unsubscribe();
  return refused ? 'refused' : 'allowed';
}

describe('on NATS', () => {
  it.each(subjectTable.map((row) => [row.verb, row.subject, row] as const))('%s %s', async (_verb, _subject, row) => {
    const found = await Promise.all(
      actors.map(async (me, index) => [me, await attempt(row, me, row.access[index] ?? 'refused')] as const),
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(actors.map((me, index) => [me, row.access[index]])));
  });

  it('no bucket of the platform is missing in the table', () => {
    const names = Object.values(platformBuckets).map((name) => `KV_${name}`);
    expect([...platformStreams].sort()).toEqual([...names, 'symphony_audit', 'symphony_refusals'].sort());
  });

  it('nothing of it called an endpoint that its caller has no right to', () => {
    expect(world.calls.filter((name) => name === 'admin' || name === 'commands')).toEqual(['admin', 'commands']);
  });
});
