import type { Msg, NatsConnection } from '@nats-io/transport-node';
import type { Verdict } from '../src/ack-channel.js';
import { Pipeline } from '../src/pipeline.js';
import { startTestServer, type TestServer } from './servers.js';

let running: TestServer;
let nc: NatsConnection;

beforeAll(async () => {
  running = await startTestServer({ jetstream: false });
  nc = running.nc;
});
afterAll(() => running[Symbol.asyncDispose]());

type Answer = 'good' | 'bad' | 'none';

/** A server that answers requests with `answer`, and a list of its requests in order. */
function serve(subject: string, answer: (key: string, time: number) => Answer): readonly string[] {
  const asked: string[] = [];
  nc.subscribe(`${subject}.*`, {
    callback: (_error, message) => {
      const key = message.subject.slice(subject.length + 1);
      asked.push(key);
      const kind = answer(key, asked.filter((earlier) => earlier === key).length);
      if (kind !== 'none') message.respond(kind);
    },
  });
  return asked;
}

function judgeReply(message: Msg): Verdict {
  if (message.headers?.code === 503) return 'silence';
  return message.string() === 'good' ? 'done' : new Error(message.string());
}

/** Sends a request for each key, and returns the result of each. */
async function run(
  subject: string,
  keys: readonly string[],
  timeoutMs: number,
  isUnavailable?: () => Promise<boolean>,
): Promise<Map<string, string>> {
  const failures = new Map<string, string>();
  let done = 0;
  const pipeline = Pipeline.open(nc, {
    inboxPrefix: undefined,
    what: 'the test',
    window: keys.length,
    timeoutMs,
    subjectPrefix: `${subject}.`,
    judgeReply: judgeReply,
    explainSilence: async () => new Error('nobody there'),
    isUnavailable,
    onDone: (count) => {
      done += count;
    },
    onFailed: (key, error) => failures.set(key, String(Reflect.get(error, 'code') ?? error.message)),
  });
  for (const key of keys) pipeline.send(key, new Uint8Array(0));
  await pipeline.idle();
  pipeline.close();
  expect(done + failures.size).toBe(keys.length);
  return new Map(keys.map((key) => [key, failures.get(key) ?? 'done']));
}

const keys = Array.from({ length: 100 }, (_, i) => `k${i}`);
const others = (outcomes: Map<string, string>, ...except: string[]): Set<string | undefined> =>
  new Set(keys.filter((key) => !except.includes(key)).map((key) => outcomes.get(key)));

describe('Pipeline', () => {
  it('asks each once where all replies are good', async () => {
    const asked = serve('good', () => 'good');
    expect(others(await run('good', keys, 5000))).toEqual(new Set(['done']));
    expect(asked).toEqual(keys);
  });

  it('finds out which requests were refused', async () => {
    serve('some', (key) => (key === 'k7' || key === 'k50' ? 'bad' : 'good'));
    const outcomes = await run('some', keys, 5000);
    expect([outcomes.get('k7'), outcomes.get('k50')]).toEqual(['bad', 'bad']);
    expect(others(outcomes, 'k7', 'k50')).toEqual(new Set(['done']));
  });

  it('asks again where a reply was lost, and only beside it', async () => {
    const asked = serve('lost', (key, time) => (key === 'k40' && time === 1 ? 'none' : 'good'));
    expect(others(await run('lost', keys, 3000))).toEqual(new Set(['done']));
    expect(asked.length).toBeLessThan(keys.length + 65);
  });

  it('reports a timeout for what is never answered, and for nothing else', async () => {
    serve('never', (key) => (key === 'k40' ? 'none' : 'good'));
    const outcomes = await run('never', keys, 3000);
    expect(outcomes.get('k40')).toBe('TIMEOUT');
    expect(others(outcomes, 'k40')).toEqual(new Set(['done']));
  });

  it('reports a timeout for all where nothing is answered, and asks again only now and then', async () => {
    const asked = serve('silent', () => 'none');
    expect(others(await run('silent', keys, 2500))).toEqual(new Set(['TIMEOUT']));
    expect(asked.slice(0, keys.length)).toEqual(keys);
    expect(new Set(asked.slice(keys.length))).toEqual(new Set(keys.slice(0, 64)));
    expect(asked.length).toBeLessThanOrEqual(keys.length + 64 + 1);
  });

  it('asks all again once somebody answers, where all were lost', async () => {
    const lost = new Set(keys);
    serve('deaf', (key) => (lost.delete(key) ? 'none' : 'good'));
    expect(others(await run('deaf', keys, 4000))).toEqual(new Set(['done']));
  });

  it('waits longer than its time while the server cannot answer, and no longer once it can', async () => {
    let isOut = true;
    serve('away', () => (isOut ? 'none' : 'good'));
    let count = 0;
    const outcomes = run('away', keys, 1000, async () => {
      // The server stays away for twice the time of a request.
      if (++count === 3) isOut = false;
      return isOut;
    });
    expect(others(await outcomes)).toEqual(new Set(['done']));
    expect(count).toBeGreaterThan(1);
  });

  it('reports a timeout where the server could answer', async () => {
    serve('mute', () => 'none');
    expect(others(await run('mute', keys, 1000, async () => false))).toEqual(new Set(['TIMEOUT']));
  });

  it('asks why nobody is there', async () => {
    expect(others(await run('nobody', keys, 5000))).toEqual(new Set(['nobody there']));
  });
});
