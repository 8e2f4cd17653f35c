import { isSymphonyError, silentLogger } from '@symphony-ts/contract';
import { startNatsServer } from '@symphony-ts/nats-server';
import { TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../test/support/eventually.js';
import { createApplication, defineExtension } from '../src/index.js';
import { Inventory, type Part } from './inventory.js';

describe('a server that is killed under load', () => {
  it('gets its extension back: registered, beating, answering, with every acknowledged write', async () => {
    const platform = await TestPlatform.start();
    try {
      const inventory = await platform.create(Inventory);
      const acknowledged: string[] = [];
      const enough = new AbortController();
      const load = (async () => {
        for (let index = 0; !enough.signal.aborted; index += 1) {
          const id = `load-${index}`;
          await inventory.send('put', { id, count: index }, { timeoutMs: 500 }).then(
            () => acknowledged.push(id),
            () => undefined,
          );
        }
      })();
      await eventually(() => acknowledged.length > 50);
      const server = platform.platform.natsServer;
      await server?.kill();
      await server?.restart();
      const before = acknowledged.length;
      await eventually(() => acknowledged.length > before + 50);
      enough.abort();
      await load;

      const stored = new Set(((await inventory.send('all')) as Part[]).map(({ id }) => id));
      expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
      await eventually(() => {
        const summary = platform.platform.registry.list().find(({ prefix }) => prefix === 'inventory');
        return (
          summary?.status === 'ok' && summary.instances.some(({ instanceId }) => instanceId === inventory.instanceId)
        );
      });
    } finally {
      await platform.stop();
    }
  });
});

describe('a server that is killed during a start', () => {
  it('is waited for', async () => {
    await using server = await startNatsServer();
    let restarted: Promise<void> | undefined;
    const late = defineExtension({
      prefix: 'late',
      name: 'Late',
      version: '1.0.0',
      // The later steps find no server at first.
      onStart: async () => {
        await server.kill();
        restarted = server.restart();
      },
    });
    const application = await createApplication(late, {
      nats: { servers: server.url },
      logger: silentLogger,
      signals: false,
    });
    await application.start();
    await restarted;
    await application.stop();
  });
});

describe('two applications in one process', () => {
  it('see nothing of each other', async () => {
    const platform = await TestPlatform.start();
    try {
      const extension = await platform.create(Inventory);
      const other = await platform.create(Inventory);
      expect(extension.instance).not.toBe(other.instance);
      expect(extension.instance.context).not.toBe(other.instance.context);
      expect(extension.instance.context.connection).not.toBe(other.instance.context.connection);
      await extension.stop();
      expect(await other.send('take', { id: 'first' })).toEqual({ id: 'first', count: 1 });
    } finally {
      await platform.stop();
    }
  });
});

describe('starting with the wrong input', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.stop());

  const start = async (options: { token: string; address?: string }): Promise<unknown> => {
    const address = platform.platform.httpUrl;
    const application = await createApplication(Inventory, {
      address,
      logger: silentLogger,
      signals: false,
      ...options,
    });
    return application.start().catch((error: unknown) => error);
  };
  const freshToken = async (prefix: string): Promise<string> =>
    (await platform.platform.keys.create({ kind: 'extension', prefix, name: prefix })).token;

  it('names a malformed token, and does not show it', async () => {
    const error = await start({ token: 'not-a-token-at-all' });
    expect(isSymphonyError(error, 'INVALID_TOKEN')).toBe(true);
    expect(String(error)).not.toContain('not-a-token-at-all');
  });

  it('names a refused token', async () => {
    const token = await freshToken('inventory');
    const error = await start({ token: `${token.slice(0, -4)}AAAA` });
    expect(isSymphonyError(error, 'AUTHENTICATION_FAILED')).toBe(true);
  });

  it('names a host that does not answer', async () => {
    const error = await start({ token: await freshToken('inventory'), address: 'http://127.0.0.1:9' });
    expect(isSymphonyError(error, 'CONNECTION_FAILED')).toBe(true);
  });

  it("refuses another extension's key", async () => {
    const error = await start({ token: await freshToken('somebody') });
    expect(isSymphonyError(error)).toBe(true);
    expect(String(error)).toMatch(/inventory/);
  });
});
