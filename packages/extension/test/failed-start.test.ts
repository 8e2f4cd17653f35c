import { TestPlatform } from '@symphony-ts/testing';
import type { KeyValueBucket } from '@symphony-ts/storage';
import { Bucket, Endpoint, Extension, ExtensionContext, OnStart, Rest } from '../src/index.js';

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

  @Rest('GET', '/v2/prices') async prices() {
    return [(await this.bucket.get('price'))?.value];
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
});
