import type { ExtensionUnderTest } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import { Endpoint, Extension, ExtensionContext } from '../../src/index.js';
import { type Stage, stages } from '../stages.js';

const LARGE = 'x'.repeat(1_048_577);

@Extension({ prefix: 'bulk', name: 'Bulk', version: '1.0.0' })
class Bulk {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint() large() {
    return LARGE;
  }

  @Endpoint() take(input: unknown) {
    return { size: String(input).length };
  }

  @Endpoint() async announce(name: unknown) {
    await this.context.publish(`${String(name)}.bulk.arrived`, { by: name });
    return {};
  }
}

describe.each(stages)('what a server takes %s', (_name, open) => {
  let stage: Stage;
  let bulk: ExtensionUnderTest<Bulk>;

  beforeAll(async () => {
    stage = await open();
    bulk = await stage.create(Bulk);
  });
  afterAll(() => stage.stop());

  it('[endpoint.unserializable] refuses a reply above max_payload in words', async () => {
    await expect(bulk.request('large')).rejects.toMatchObject({
      remoteStatus: 500,
      details: { code: 'UNSERIALIZABLE_RESPONSE' },
    });
  });

  it('refuses an input above max_payload before it is sent', async () => {
    await expect(bulk.send('take', LARGE)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it.each(['extensions', 'events'])('lets an extension publish %s of its own that it did not declare', async (root) => {
    await bulk.request('announce', root);
    await eventually(() => {
      expect(bulk.published).toContainEqual({ subject: `${root}.bulk.arrived`, payload: { by: root } });
    });
  });
});
