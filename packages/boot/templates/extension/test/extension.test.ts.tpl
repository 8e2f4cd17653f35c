import { TestExtension } from '@symphony-ts/testing';
import { {{className}} } from '../src/extension.js';

describe('{{className}}', () => {
  let extension: TestExtension<{{className}}>;

  beforeEach(async () => {
    extension = await TestExtension.create({{className}});
  });

  afterEach(() => extension.stop());

  it('greets a person by name', async () => {
    expect(await extension.request('greet', { name: 'Ada' })).toEqual({ message: 'Hello, Ada!' });
  });

  it('refuses a person without a name', async () => {
    await expect(extension.request('greet', { name: '' })).rejects.toMatchObject({ remoteStatus: 400 });
  });
});
