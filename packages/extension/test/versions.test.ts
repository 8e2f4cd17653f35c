import { TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../test/support/eventually.js';
import { Endpoint, Extension, Rest } from '../src/index.js';

const identity = { prefix: 'shop', name: 'Shop' };

@Extension({ ...identity, version: '1.0.0' })
class Older {
  @Rest('GET', '/prices') prices() {
    return [1];
  }

  @Rest('GET', '/both') both() {
    return 'older';
  }

  @Endpoint() price() {
    return 1;
  }
}

@Extension({ ...identity, version: '2.0.0' })
class Newer {
  @Rest('GET', '/v2/prices') pricesOfTwo() {
    return [2];
  }

  @Rest('GET', '/both') both() {
    return 'newer';
  }
}

@Extension({ ...identity, version: '1.0.0' })
class AtList {
  @Rest('GET', '/list') moved() {
    return [1];
  }
}

@Extension({ ...identity, version: '2.0.0' })
class AtItems {
  @Rest('GET', '/items') moved() {
    return [1];
  }
}

describe('two versions of an extension side by side', () => {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await TestPlatform.start();
  });
  afterEach(() => platform.stop());

  const registered = () => platform.platform.registry.list()[0];
  const versions = () => registered()?.versions?.map(({ version, instances }) => `${version} ${instances}`);

  it('keep their routes and endpoints until the older one has gone', async () => {
    const older = await platform.create(Older);
    const newer = await platform.create(Newer);
    const statuses = async () =>
      Promise.all(['/prices', '/v2/prices', '/both'].map(async (url) => (await newer.rest('GET', url)).status));
    expect(await statuses()).toEqual([200, 200, 200]);
    expect(await older.send('price')).toBe(1);
    await eventually(() => versions()?.join() === '2.0.0 1,1.0.0 1');
    expect(registered()).toMatchObject({ version: '2.0.0', endpoints: expect.arrayContaining(['price']) });

    await older.stop();
    await eventually(() => versions() === undefined);
    expect(await statuses()).toEqual([404, 200, 200]);
    expect(registered()?.endpoints).not.toContain('price');
  });

  it('keep both routes of an operation that moved to another path under its old name', async () => {
    const older = await platform.create(AtList);
    const newer = await platform.create(AtItems);
    const statuses = async () =>
      Promise.all(['/list', '/items'].map(async (url) => (await newer.rest('GET', url)).status));
    expect(await statuses()).toEqual([200, 200]);

    await older.stop();
    await eventually(() => versions() === undefined);
    expect(await statuses()).toEqual([404, 200]);
  });

  it('leave the older one alone where the newer one is taken back', async () => {
    const older = await platform.create(Older);
    const newer = await platform.create(Newer);
    await newer.stop();
    expect((await older.rest('GET', '/prices')).status).toBe(200);
    // After another instance of the running version has started, this version describes the extension again.
    await platform.create(Older);
    await eventually(() => registered()?.version === '1.0.0' && versions() === undefined);
    expect((await older.rest('GET', '/v2/prices')).status).toBe(404);
  });

  it('are one extension to a platform that starts anew', async () => {
    const older = await platform.create(Older);
    const newer = await platform.create(Newer);
    expect((await newer.rest('GET', '/prices')).status).toBe(200);
    await newer.stop();
    await older.stop();
    expect(registered()).toMatchObject({ version: '2.0.0', status: 'inactive' });
  });
});
