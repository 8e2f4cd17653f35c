import { TestExtension } from '@symphony-ts/testing';
import { Hello } from '../src/hello.js';

describe('Hello', () => {
  let hello: TestExtension<Hello>;
  beforeEach(async () => {
    hello = await TestExtension.create(Hello);
  });
  afterEach(() => hello.stop());

  it('greets by name, as often as it is asked', async () => {
    expect(await hello.request('greet', { name: 'Ada', times: 2 })).toEqual({ message: 'Hello, Ada! Hello, Ada!' });
  });

  it('greets once by default', async () => {
    expect(await hello.send('greet', { name: 'Ada' })).toEqual({ message: 'Hello, Ada!' });
  });

  it('refuses a request without a name', async () => {
    await expect(hello.send('greet', { name: '' })).rejects.toMatchObject({ remoteStatus: 400 });
  });
});
