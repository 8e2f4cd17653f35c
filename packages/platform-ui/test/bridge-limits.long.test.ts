import type { Frame } from 'playwright-core';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

const CALLS_PER_SECOND = 500;

/** Runs in the frame. Counts the answered calls, and the refused ones by code, and measures the time in milliseconds. */
interface Tally {
  readonly answered: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly elapsedMs: number;
}

describeInChromium('a frame that asks too much of the bridge', () => {
  let world: ShellWorld;
  let greedy: WireExtension;
  let frame: Frame;

  beforeAll(async () => {
    world = await ShellWorld.start();
    greedy = await WireExtension.start(world.platform, {
      prefix: 'greedy',
      features: {
        resources: [{ uri: 'ui://greedy/page', mimeType: 'text/html+symphony', text: '<p>greedy</p>' }],
        routes: { '/greedy': { uri: 'ui://greedy/page' } },
      },
      handlers: { length: ({ data }) => data.length },
    });
  });
  beforeEach(async () => {
    const { page } = await world.signedIn('/greedy');
    const found = await page.waitForSelector('iframe').then((element) => element.contentFrame());
    if (!found) throw new Error('the iframe has no document');
    frame = found;
    await frame.evaluate(() => Reflect.get(Reflect.get(window, 'symphony'), 'ready'));
  });
  afterAll(async () => {
    await greedy?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  /** The largest number of calls that the limit allows in all seconds that the test touched. */
  const bound = (elapsedMs: number): number => CALLS_PER_SECOND * (Math.ceil(elapsedMs / 1_000) + 1);
  const CALLS = 3_000;

  it('has 500 calls answered in a second', async () => {
    const { answered, refused, elapsedMs } = await frame.evaluate(tally, { calls: CALLS, hellos: 1 });
    expect(answered).toBeGreaterThan(0);
    expect(answered).toBeLessThanOrEqual(bound(elapsedMs));
    expect(Object.keys(refused)).toEqual(answered === CALLS ? [] : ['429']);
    expect(answered + (refused['429'] ?? 0)).toBe(CALLS);
  });

  it('has no more for saying hello again', async () => {
    const { answered, elapsedMs } = await frame.evaluate(tally, { calls: 2 * CALLS, hellos: 10 });
    expect(answered).toBeLessThanOrEqual(bound(elapsedMs));
  });

  it('has 100 subscriptions, and others in place of those it gives back', async () => {
    const codes = await frame.evaluate(async () => {
      const { port1, port2 } = new MessageChannel();
      const answers = new Map<number, (code: number) => void>();
      port1.onmessage = ({ data }) => answers.get(data.id)?.(data.error?.code ?? 200);
      const call = (id: number, method: string, ...params: unknown[]): Promise<number> =>
        new Promise((resolve) => {
          answers.set(id, resolve);
          port1.postMessage({ id, method, params });
        });
      parent.postMessage({ symphony: 'hello', version: 1 }, '*', [port2]);
      const first: number[] = [];
      for (let id = 0; id < 105; id += 1) first.push(await call(id, 'subscribe', id, 'events.greedy.x'));
      await call(200, 'unsubscribe', 7);
      return [...first, await call(201, 'subscribe', 201, 'events.greedy.x')];
    });
    expect(codes).toEqual([...Array<number>(100).fill(200), ...Array<number>(5).fill(429), 200]);
  });

  it.each([
    ['1 MiB and a byte', 2 ** 20 + 1, 413],
    ['half of it', 2 ** 19, undefined],
  ])('sends payloads of up to 1 MiB: not %s', async (_what, bytes, code) => {
    const answer = await frame.evaluate(async (length) => {
      const { request } = Reflect.get(window, 'symphony') as {
        readonly request: (subject: string, data: Uint8Array) => Promise<{ readonly json: () => unknown }>;
      };
      try {
        return { length: (await request('cirata.extensions.greedy.length', new Uint8Array(length))).json() };
      } catch (error) {
        return { code: Reflect.get(Object(error), 'code') as unknown };
      }
    }, bytes);
    expect(answer).toEqual(code === undefined ? { length: bytes } : { code });
  });
});

/** Makes cheap calls over as many ports as it says hello, each port in turn, until all are settled. */
async function tally({ calls, hellos }: { readonly calls: number; readonly hellos: number }): Promise<Tally> {
  const began = performance.now();
  const each = calls / hellos;
  const refused: Record<string, number> = {};
  let answered = 0;
  for (let hello = 0; hello < hellos; hello += 1) {
    const { port1, port2 } = new MessageChannel();
    let left = each;
    const settled = new Promise<void>((resolve) => {
      port1.onmessage = ({ data }) => {
        if (!('id' in data)) return;
        if (data.error) refused[data.error.code] = (refused[data.error.code] ?? 0) + 1;
        else answered += 1;
        left -= 1;
        if (left === 0) resolve();
      };
      // A hello beyond the limit gets no answer. A greedy page says the next one.
      if (hellos > 1) setTimeout(resolve, 250);
    });
    parent.postMessage({ symphony: 'hello', version: 1 }, '*', [port2]);
    for (let id = 0; id < each; id += 1) port1.postMessage({ id, method: 'size', params: [100] });
    await settled;
  }
  return { answered, refused, elapsedMs: performance.now() - began };
}
