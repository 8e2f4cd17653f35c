import { TestExtension } from '@symphony-ts/testing';
import { Hello } from '../src/hello.js';

describe('Hello', () => {
  it('greets', async () => {
    await using hello = await TestExtension.create(Hello);
    expect(await hello.request('greet')).toEqual({ message: 'Hello, World!' });
  });
});
