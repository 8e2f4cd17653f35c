import { TestExtension } from '@symphony-ts/testing';
import { Party } from '../src/party.js';

describe('Party', () => {
  let party: TestExtension<Party>;
  beforeEach(async () => {
    party = await TestExtension.create(Party);
  });
  afterEach(() => party.stop());

  it('announces an order', async () => {
    expect(await party.request('order', { guest: 'Ada', dish: 'pie' })).toEqual({ taken: true });
    expect(party.published).toEqual([{ subject: 'extensions.hello4.ordered', payload: { guest: 'Ada', dish: 'pie' } }]);
  });

  it('serves a guest with any name', async () => {
    await party.emit('extensions.hello4.ordered', { guest: 'Zoë', dish: 'pie' });
    expect((await party.bucket('hello4_served').get('Zo%C3%AB'))?.value).toBe('pie');
  });

  it('cooks what was ordered', async () => {
    await party.emit('extensions.hello4.ordered', { guest: 'Ada', dish: 'pie' });
    expect((await party.bucket('hello4_served').get('Ada'))?.value).toBe('pie');
    expect(await party.requestInstance('kitchen')).toEqual({ cook: party.instanceId, cooked: 1 });
  });
});
