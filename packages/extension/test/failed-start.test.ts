import { jetstreamManager } from '@nats-io/jetstream';
import { silentLogger } from '@symphony-ts/contract';
import { startNatsServer } from '@symphony-ts/nats-server';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { TestPlatform } from '@symphony-ts/testing';
import {
  AppModule,
  Bucket,
  Capability,
  createApplication,
  defineToken,
  Endpoint,
  Extension,
  ExtensionContext,
  Inject,
  OnStart,
  type Provider,
  Rest,
} from '../src/index.js';

const identity = { prefix: 'shop', name: 'Shop' };

@Extension({ ...identity, version: '1.0.0' })
class Running {
  @Rest('GET', '/prices') prices() {
    return [1];
  }
}

@Extension({ ...identity, version: '2.0.0' })
class OnStartThrows {
  constructor(private readonly context: ExtensionContext) {}

  @OnStart() async connect() {
    await this.context.updateExtensionInfo((info) => ({ ...info, description: 'not yet' }));
    throw new Error('no database');
  }

  @Rest('GET', '/v2/prices') prices() {
    return [2];
  }
}

@Extension({ ...identity, version: '2.0.0' })
class ConstructorThrows {
  constructor() {
    throw new Error('DB_URL is not set');
  }

  @Rest('GET', '/v2/prices') prices() {
    return [2];
  }
}

@Extension({ ...identity, version: '2.0.0' })
class NameIsRefused {
  @Endpoint() price$() {
    return 2;
  }
}

@Extension({ ...identity, version: '2.0.0' })
class Next {
  constructor(@Bucket('shop_new') private readonly bucket: KeyValueBucket) {}

  @OnStart() async fill() {
    await this.bucket.put('price', 2);
  }

  @Rest('GET', '/v2/prices') async pricesOfNext() {
    return [(await this.bucket.get('price'))?.value];
  }
}

@Extension({ ...identity, version: '2.0.0' })
class FillsAndFails {
  constructor(@Bucket('shop_failed') private readonly bucket: KeyValueBucket) {}

  @OnStart() async fill() {
    await this.bucket.put('price', 2);
    throw new Error('no database');
  }
}

@Extension({ ...identity, version: '2.0.0' })
class OnlyConstructs {
  constructor(@Bucket('shop_failed') _bucket: KeyValueBucket) {
    throw new Error('no database');
  }
}

@Extension({ ...identity, version: '2.0.0' })
@Capability('pub', 'extensions.other.price', 'Asks another extension')
class CallsWhileItStarts {
  answer: unknown;
  constructor(private readonly context: ExtensionContext) {}

  @OnStart() async ask() {
    this.answer = await this.context.client.extension('other').invoke('price');
  }
}

@Extension({ prefix: 'other', name: 'Other', version: '1.0.0' })
class Other {
  @Endpoint() price() {
    return 7;
  }
}

describe('a version that takes the place of a running one', () => {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await TestPlatform.start();
  });
  afterEach(() => platform.stop());

  it.each([OnStartThrows, ConstructorThrows, NameIsRefused])(
    'leaves it as it was where %p cannot start',
    async (Broken) => {
      const running = await platform.create(Running);
      await expect(platform.create(Broken as never)).rejects.toThrow();
      expect((await running.rest('GET', '/prices')).status).toBe(200);
      const [registered] = platform.platform.registry.list();
      expect([registered?.version, registered?.description]).toEqual(['1.0.0', '']);
    },
  );

  it('has the buckets it adds when it is constructed, and is registered once it is up', async () => {
    await platform.create(Running);
    const next = await platform.create(Next);
    expect(await next.rest('GET', '/v2/prices')).toMatchObject({ status: 200, body: [2] });
    expect(platform.platform.registry.list()[0]?.version).toBe('2.0.0');
  });

  it('leaves no bucket that it made, and keeps the one of the running version', async () => {
    const running = await platform.create(Running);
    await expect(platform.create(FillsAndFails)).rejects.toThrow('no database');
    await expect(running.bucket('shop_failed')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
  });

  it('may use what it declares while it starts', async () => {
    await platform.create(Other);
    await platform.create(Running);
    const next = await platform.create(CallsWhileItStarts);
    expect(next.instance.answer).toBe(7);
  });
});

describe('the first version of an extension', () => {
  it.each([OnStartThrows, ConstructorThrows, FillsAndFails])(
    'is not registered where %p cannot start',
    async (Broken) => {
      await using platform = await TestPlatform.start();
      await expect(platform.create(Broken as never)).rejects.toThrow();
      expect(platform.platform.registry.list()).toEqual([]);
      const manager = await jetstreamManager(await platform.inside('shop'));
      const names = [];
      for await (const { config } of manager.streams.list()) names.push(config.name);
      expect(names).not.toContain('KV_shop_failed');
    },
  );

  it('leaves no empty bucket on a server without a platform', async () => {
    await using nats = await startNatsServer({ jetstream: {} });
    const options = { nats: { servers: nats.url }, logger: silentLogger, signals: false };
    const application = await createApplication(OnlyConstructs, options);
    await expect(application.start()).rejects.toThrow('no database');
    const running = await createApplication(Running, options);
    await running.start();
    const { connection } = running.extensions[0] ?? {};
    if (!connection) throw new Error('it does not run');
    const names = [];
    for await (const { config } of (await jetstreamManager(connection.nc)).streams.list()) names.push(config.name);
    expect(names).toEqual([expect.stringContaining('status')]);
    await running.stop();
  });
});

describe('a start that waits for a factory', () => {
  const NEVER = defineToken<number>('NEVER');

  @Extension({ ...identity, version: '1.0.0' })
  class Needs {
    constructor(@Inject(NEVER) readonly value: number) {}
  }

  const start = async (...others: readonly Provider<number>[]) => {
    const never: Provider<number> = { provide: NEVER, useFactory: () => new Promise<number>(() => undefined) };
    @AppModule({ extensions: [Needs], providers: [never, ...others] })
    class Shop {}
    const application = await createApplication(Shop, { token: 'unused', logger: silentLogger, signals: false });
    const started = application.start();
    return { application, started };
  };

  it('is given up by stop()', async () => {
    const { application, started } = await start();
    const failed = started.catch((error: unknown) => error);
    await application.stop();
    expect(await failed).toMatchObject({ code: 'ABORTED', params: { what: 'the factory of NEVER' } });
  });

  it('does not outlive another that fails', async () => {
    const refused = defineToken<number>('REFUSED');
    const fails: Provider<number> = { provide: refused, useFactory: () => Promise.reject(new Error('no database')) };
    const { started } = await start(fails);
    await expect(started).rejects.toMatchObject({
      code: 'STARTUP_FAILED',
      params: { what: 'the factory of REFUSED', reason: 'no database' },
    });
  });
});
