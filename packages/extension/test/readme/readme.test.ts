import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestExtension } from '@symphony-ts/testing';
import { Guests } from './guests.js';

describe('the README', () => {
  it('shows code that is compiled and runs', async () => {
    const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');
    expect(readme).toContain(readFileSync(join(__dirname, 'guests.ts'), 'utf8'));
    await using guests = await TestExtension.create(Guests);
    expect(await guests.request('greet', { name: 'Ada' })).toEqual({ message: 'Hello, Ada!', visits: 1 });
    expect(await guests.request('greet', { name: 'Zoë' })).toEqual({ message: 'Hello, Zoë!', visits: 1 });
  });
});
