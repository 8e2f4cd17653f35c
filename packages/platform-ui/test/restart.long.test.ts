import type { NatsConnection } from '@nats-io/transport-node';
import type { Page } from 'playwright-core';
import { eventually } from '../../../test/support/eventually.js';
import { describeInChromium } from './kit/chromium.js';
import { ShellWorld } from './kit/shell-world.js';
import { WireExtension } from './kit/wire-extension.js';

/** A page that calls all the time, and records the result of each call. No call reaches its timeout. */
const callingPage = `
import { useContext, useEffect } from 'react';
import { SymphonyContext } from '@symphony';
const calls = [];
export default function Calling() {
  const { nc } = useContext(SymphonyContext);
  useEffect(() => {
    const call = async (endpoint) => {
      const made = { endpoint, isDown: document.body.textContent.includes('Reconnecting…'), ended: 'under way' };
      calls.push(made);
      try {
        made.ended = (await nc.request('cirata.extensions.' + endpoint, 'x', { timeout: 600_000 })).string();
      } catch (error) {
        Object.assign(made, { ended: error.name, isSent: error.isSent, message: error.message });
      }
    };
    const timer = setInterval(() => call('calls.echo'), 25);
    const stop = () => clearInterval(timer);
    window.calling = { calls, call, stop, publish: (endpoint, text) => nc.publish('cirata.extensions.' + endpoint, text) };
    return stop;
  }, [nc]);
  return <p data-testid="calling">Calling</p>;
}`;

interface Made {
  readonly endpoint: string;
  /** Whether the shell showed that the connection was down. */
  readonly isDown: boolean;
  /** The answer, or the name of the error. */
  readonly ended: string;
  readonly isSent?: boolean;
  readonly message?: string;
}

/** The data that the page leaves for the test. */
interface Calling {
  readonly calls: readonly Made[];
  readonly call: (endpoint: string) => Promise<void>;
  readonly stop: () => void;
  readonly publish: (endpoint: string, text: string) => void;
}

const CALLS = 20;
const reconnecting = (page: Page) => page.getByText('Reconnecting…');
const madeCalls = (page: Page): Promise<readonly Made[]> =>
  page.evaluate(() => (Reflect.get(window, 'calling') as Calling).calls);
const call = (page: Page, endpoint: string): Promise<void> =>
  page.evaluate((name) => void (Reflect.get(window, 'calling') as Calling).call(name), endpoint);

/** All calls, after each of them has ended. */
async function endedCalls(page: Page): Promise<readonly Made[]> {
  await page.evaluate(() => (Reflect.get(window, 'calling') as Calling).stop());
  await eventually('every call ends', async () => (await madeCalls(page)).every(({ ended }) => ended !== 'under way'));
  return madeCalls(page);
}

/** Resolves when an extension has lost its server and is connected again. */
async function isBack(nc: NatsConnection): Promise<void> {
  for await (const { type } of nc.status()) {
    if (type === 'reconnect') return nc.flush();
  }
}

describeInChromium('a page while the server is restarted', () => {
  let world: ShellWorld;
  let extension: WireExtension;
  let hasHangingCall = false;
  const heard: string[] = [];

  beforeAll(async () => {
    world = await ShellWorld.start();
    extension = await WireExtension.start(world.platform, {
      prefix: 'calls',
      features: {
        resources: [{ uri: 'ui://calls/calling', mimeType: 'text/symphony-jsx', text: callingPage }],
        routes: { '/calls': { uri: 'ui://calls/calling' } },
      },
      handlers: {
        echo: () => 'ok',
        note: (message) => heard.push(message.string()),
        hang: () => {
          hasHangingCall = true;
          return new Promise(() => undefined);
        },
      },
    });
  });
  afterAll(async () => {
    await extension?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });

  it('has an answer to each call but those under way, which it is told of', async () => {
    const { page, context } = await world.signedIn('/calls');
    await page.getByTestId('calling').waitFor();
    await call(page, 'calls.hang');
    await eventually('a call is under way', () => hasHangingCall);
    // The page reconnects after its extension, so their speeds do not matter.
    const extensionIsBack = isBack(extension.nc);
    await page.route('**/ui/credentials', async (route) => {
      await extensionIsBack;
      await route.continue();
    });

    await world.platform.natsServer?.kill();
    await reconnecting(page).waitFor();
    await page.evaluate(() => (Reflect.get(window, 'calling') as Calling).publish('calls.note', 'said meanwhile'));
    const down = async (): Promise<number> => (await madeCalls(page)).filter(({ isDown }) => isDown).length;
    await eventually('calls are made meanwhile', async () => (await down()) >= CALLS);
    await world.platform.natsServer?.restart();
    await reconnecting(page).waitFor({ state: 'detached', timeout: 45_000 });
    const before = (await madeCalls(page)).length;
    await eventually('calls are made after it', async () => (await madeCalls(page)).length >= before + CALLS);

    const calls = await endedCalls(page);
    const firstDown = calls.findIndex(({ isDown }) => isDown);
    expect(new Set(calls.slice(firstDown).map(({ ended }) => ended))).toEqual(new Set(['ok']));
    const failed = calls.filter(({ ended }) => ended !== 'ok');
    expect(failed).toContainEqual(expect.objectContaining({ endpoint: 'calls.hang' }));
    for (const { ended, isSent, message } of failed) {
      expect({ ended, isSent }).toEqual({ ended: 'DisconnectedError', isSent: true });
      expect(message).toContain('may have been handled');
    }
    await eventually('the event is heard', () => heard.includes('said meanwhile'));
    await context.close();
  });

  it('waits for an extension that comes back later', async () => {
    // An old server (2.9.10) does not report across accounts that nobody answers.
    if (world.platform.natsServer?.version.startsWith('2.9.')) return;
    const late = { prefix: 'late', handlers: { echo: () => 'ok' } };
    const first = await WireExtension.start(world.platform, late);
    const { page, context } = await world.signedIn('/calls');
    await page.getByTestId('calling').waitFor();
    const extensionIsBack = isBack(extension.nc);
    await world.platform.natsServer?.kill();
    await first[Symbol.asyncDispose]();
    await reconnecting(page).waitFor();
    await call(page, 'late.echo');
    await world.platform.natsServer?.restart();
    await reconnecting(page).waitFor({ state: 'detached', timeout: 45_000 });
    await extensionIsBack;
    await eventually('the platform is back', () => extension.register());
    await using second = await WireExtension.start(world.platform, late);
    const calls = await endedCalls(page);
    expect(second.nc.isClosed()).toBe(false);
    expect(calls.filter(({ endpoint }) => endpoint === 'late.echo')).toMatchObject([{ isDown: true, ended: 'ok' }]);
    await context.close();
  });
});
