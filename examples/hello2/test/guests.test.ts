import { TestExtension } from '@symphony-ts/testing';
import { Guests } from '../src/guests.js';

describe('Guests', () => {
  it.each(['Ada', 'Ada Lovelace', 'Zoë', 'Dr. Who', '..', '*', 'a > b'])('knows the guest %s again', async (name) => {
    await using guests = await TestExtension.create(Guests);
    expect(await guests.request('greet', { name })).toEqual({ message: `Welcome, ${name}!`, visits: 1 });
    expect(await guests.request('greet', { name })).toEqual({ message: `Welcome back, ${name}!`, visits: 2 });
  });

  it('keeps the visits under the encoded name', async () => {
    await using guests = await TestExtension.create(Guests);
    await guests.request('greet', { name: 'Ada Lovelace' });
    expect((await guests.bucket('hello2_visits').get('Ada%20Lovelace'))?.value).toBe(1);
  });
});
