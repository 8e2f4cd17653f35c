import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { collectAnswers } from '../src/discovery/collect-answers.js';

let server: NatsServer;
let nc: NatsConnection;
let other: NatsConnection;
beforeAll(async () => {
  server = await startNatsServer();
  const open = () => connect({ servers: server.url, noAsyncTraces: true });
  [nc, other] = await Promise.all([open(), open()]);
});
afterAll(async () => {
  await Promise.all([nc?.close(), other?.close()]);
  await server?.stop();
});

const limits = { enough: 1, maxMs: 20_000, quietMs: 100, maxAnswers: 256, maxBytes: 512 * 1024 };
/** Answers each request this many times. `sent` resolves when the server has all answers. */
async function answering(times: number, answer: string) {
  let end: () => void = () => undefined;
  const sent = new Promise<void>((resolve) => (end = resolve));
  const subscription = other.subscribe('ask', {
    callback: (_error, message) => {
      for (let time = 0; time < times; time += 1) message.respond(answer);
      void other.flush().then(end);
    },
  });
  await other.flush();
  return { sent, [Symbol.dispose]: () => subscription.unsubscribe() };
}

describe('collectAnswers', () => {
  it('takes what is there, and ends when no more comes', async () => {
    using there = await answering(3, 'here');
    const { answers, isCut } = await collectAnswers(nc, 'ask', { ...limits, enough: 3 });
    await there.sent;
    expect([answers.map((data) => Buffer.from(data).toString()), isCut]).toEqual([['here', 'here', 'here'], false]);
  });

  it('ends at once where nobody is there', async () => {
    const started = performance.now();
    expect(await collectAnswers(nc, 'ask', { ...limits, maxMs: 60_000 })).toEqual({ answers: [], isCut: false });
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('ends after the longest time where somebody hears and says nothing', async () => {
    using there = await answering(0, '');
    expect(await collectAnswers(nc, 'ask', { ...limits, maxMs: 200 })).toEqual({ answers: [], isCut: false });
    await there.sent;
  });

  it.each([
    ['answers without end', 100_000, 'x', 256],
    ['answers that are long', 1_000, 'x'.repeat(32 * 1024), 16],
  ])('unsubscribes early, so that the server does not send %s', async (_what, times, answer, taken) => {
    using there = await answering(times, answer);
    const before = nc.stats().inMsgs;
    const { answers, isCut } = await collectAnswers(nc, 'ask', { ...limits, maxMs: 60_000, quietMs: 60_000 });
    expect([answers.length, isCut]).toEqual([taken, true]);
    await there.sent;
    await nc.flush();
    expect(nc.stats().inMsgs - before).toBeLessThan(times / 2);
  });
});
