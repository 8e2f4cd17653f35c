import { TestExtension } from '@symphony-ts/testing';
import { echo, test } from './entry-points.examples.js';

describe('the examples in docstrings', () => {
  it('greet', async () => {
    expect(await test()).toEqual({ message: 'Hello, Ada!' });
  });

  it('echo', async () => {
    await using extension = await TestExtension.create(echo);
    expect(await extension.request('say', 'hello')).toBe('hello');
  });
});
