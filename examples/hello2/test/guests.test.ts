import { TestExtension } from '@symphony-ts/testing';
import { Guests } from '../src/guests.js';

describe('Guests', () => {
  it('knows a guest again', async () => {
    await using guests = await TestExtension.create(Guests);
    expect(await guests.request('greet', { name: 'Ada' })).toEqual({ message: 'Welcome, Ada!', visits: 1 });
    expect(await guests.request('greet', { name: 'Ada' })).toEqual({ message: 'Welcome back, Ada!', visits: 2 });
    expect((await guests.bucket('hello2_visits').get('Ada'))?.value).toBe(2);
  });
});
