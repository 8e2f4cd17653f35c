import { silentLogger } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { type Application, createApplication, defineExtension, type ExtensionContext, endpoint } from '../src/index.js';

describe('stopping', () => {
  let nats: NatsServer;
  beforeEach(async () => {
    nats = await startNatsServer({ jetstream: {} });
  });
  afterEach(() => nats.stop());

  const create = (onStart: (context: ExtensionContext) => Promise<void>): Promise<Application> =>
    createApplication(
      defineExtension({
        prefix: 'leaving',
        name: 'Leaving',
        version: '1.0.0',
        endpoints: { echo: endpoint({}, (input: unknown) => input) },
        onStart,
      }),
      { nats: { servers: nats.url }, logger: silentLogger, signals: false },
    );

  it('does not wait for a NATS that is away', async () => {
    const application = await create(({ partitioner }) => partitioner.start());
    await application.start();
    await nats.kill();
    await eventually(() => application.extensions[0]?.connection.isConnected === false);
    const at = performance.now();
    await application.stop();
    expect(performance.now() - at).toBeLessThan(8_000); // 80 ms on an idle machine; 13 s when it waited
  });

  it('ends a start whose @OnStart hangs, and tells the hook', async () => {
    let began = false;
    let wasTold = false;
    const application = await create(({ signal }) => {
      began = true;
      signal.addEventListener('abort', () => (wasTold = true));
      return new Promise(() => undefined);
    });
    const started = application.start().catch((error: unknown) => error);
    await eventually(() => began);
    await application.stop('enough');
    expect(await started).toMatchObject({ code: 'ABORTED', params: { what: '@OnStart Leaving.onStart' } });
    expect(wasTold).toBe(true);
    expect(application.extensions).toEqual([]);
  });
});
