import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type LiveExtension, TestPlatform } from '@symphony-ts/testing';
import {
  defineExtension,
  Endpoint,
  type EndpointRequest,
  Extension,
  ExtensionContext,
  endpoint,
  parseRestRequest,
  Rest,
  type RestRequest,
} from '../../src/index.js';

/** The default of the largest message of a NATS server. */
const MAX_PAYLOAD = 2 ** 20;

@Extension({ prefix: 'big', name: 'Big', version: '1.0.0' })
class Big {
  constructor(private readonly context: ExtensionContext) {}

  @Rest('POST', '/take')
  take({ body }: RestRequest) {
    return { length: String(body).length };
  }

  @Rest('GET', '/give')
  give() {
    return 'x'.repeat(MAX_PAYLOAD + 1);
  }

  @Endpoint()
  giveRaw() {
    return 'x'.repeat(MAX_PAYLOAD + 1);
  }

  @Rest('GET', '/who')
  who() {
    return { id: this.context.instanceId };
  }

  @Rest('GET', '/fine')
  fine() {
    return { fine: true };
  }
}

@Extension({ prefix: 'slow', name: 'Slow', version: '1.0.0' })
class Slow {
  readonly started: Promise<void>;
  readonly aborted: Promise<unknown>;
  #start: () => void = () => undefined;
  #abort: (reason: unknown) => void = () => undefined;

  constructor() {
    this.started = new Promise((resolve) => (this.#start = resolve));
    this.aborted = new Promise((resolve) => (this.#abort = resolve));
  }

  @Endpoint()
  work(_input: unknown, { signal }: EndpointRequest) {
    return this.#until(signal);
  }

  @Rest('GET', '/wait')
  wait({ signal }: RestRequest) {
    return this.#until(signal);
  }

  #until(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        this.#abort(signal.reason);
        resolve();
      });
      this.#start();
    });
  }
}

describe('the REST gateway', () => {
  let platform: TestPlatform;
  let big: LiveExtension<Big>;
  beforeAll(async () => {
    platform = await TestPlatform.start();
    big = await platform.create(Big);
  });
  afterAll(() => platform.stop());

  it.each(['openapi.json', 'openapi.yaml'])('[rest.openapi.file] routes by a document in a file: %s', async (file) => {
    const prefix = `hand-${file.slice(8)}`;
    const hand = await platform.create(
      defineExtension({
        prefix,
        name: 'By hand',
        version: '1.0.0',
        openapi: pathToFileURL(join(__dirname, '..', 'fixtures', file)),
        endpoints: { byHand: endpoint({}, (input) => ({ id: parseRestRequest(input).params['id'] })) },
      }),
    );
    expect(await hand.rest('GET', '/by-hand/7')).toMatchObject({ status: 200, body: { id: '7' } });
    expect(await hand.rest('GET', '/by-foot/7')).toMatchObject({ status: 404 });
    expect(await hand.rest('PUT', '/by-hand/7')).toMatchObject({ status: 405 });
  });

  it('[rest.too-large] refuses ten megabytes with 413, and what NATS cannot carry', async () => {
    for (const length of [10_000_000, 2 * MAX_PAYLOAD]) {
      const refused = await big.rest('POST', '/take', { body: 'x'.repeat(length) });
      expect(refused.status).toBe(413);
    }
    expect(await big.rest('POST', '/take', { body: 'x'.repeat(1000) })).toMatchObject({ body: { length: 1000 } });
  });

  it('[rest.reply-too-large] says so where a reply is larger than NATS carries, and goes on', async () => {
    expect(await big.rest('GET', '/give')).toMatchObject({
      status: 500,
      body: { error: expect.stringContaining('larger') },
    });
    await expect(big.send('giveRaw')).rejects.toMatchObject({
      remoteStatus: 500,
      message: expect.stringContaining('larger'),
    });
    expect(await big.rest('GET', '/fine')).toMatchObject({ body: { fine: true } });
  });

  it.each([
    ['an operation', 'extensions/slow/wait', 'GET'],
    ['an endpoint', 'services/slow/work', 'POST'],
  ])('aborts the signal of %s when its HTTP caller hangs up', async (_what, path, method) => {
    const slow = await platform.create(Slow);
    const { url, token } = await platform.gateway('slow');
    const hangUp = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    const asked = fetch(new URL(`/api/v1/${path}`, url), { method, headers, signal: hangUp.signal });
    await slow.instance.started;
    hangUp.abort();
    await expect(asked).rejects.toThrow();
    expect(await slow.instance.aborted).toMatchObject({ code: 'ABORTED' });
    await slow.stop();
  });

  it('[rest.one-instance] asks the instance that ?instance= names, and says where there is none', async () => {
    const second = await platform.create(Big);
    for (const { instanceId } of [big, second]) {
      const replies = await Promise.all(
        Array.from({ length: 5 }, () => big.rest('GET', `/who?instance=${instanceId}`)),
      );
      expect(replies.map(({ body }) => body)).toEqual(Array.from({ length: 5 }, () => ({ id: instanceId })));
    }
    expect(await big.rest('GET', '/who?instance=NOBODY')).toMatchObject({ status: 404 });
  });
});
