import { TestExtension } from '@symphony-ts/testing';
import { Finder } from './typed-calls.examples.js';

describe('Finder', () => {
  it('is called without the fields that have a default, and answers with its own', async () => {
    await using finder = await TestExtension.create(Finder);
    const found = await finder.request('find', { words: 'a b' });
    const isComplete: boolean = found.isComplete;
    expect([found.ids, isComplete]).toEqual([['a', 'b'], true]);
  });
});
