import { defineExtension } from '@symphony-ts/extension';
import { TestExtension, TestPlatform } from '../src/index.js';

const files = defineExtension({
  prefix: 'files',
  name: 'Files',
  version: '1.0.0',
  buckets: [{ name: 'files_blobs', objectStore: true }, { name: 'files_names' }],
});

it.each(['without a server', 'on a real one'])(
  'an object store is no bucket %s, and its name is free for one',
  async (where) => {
    await using platform = where === 'on a real one' ? await TestPlatform.start() : undefined;
    await using subject = await (platform ? platform.create(files) : TestExtension.create(files));
    const { context } = subject;
    await expect(context.bucket('files_names')).resolves.toHaveProperty('put');
    await expect(context.bucket('files_blobs')).rejects.toMatchObject({ code: 'BUCKET_NOT_FOUND' });
    const made = await context.createBucket('files_blobs');
    await made.put('a', 1);
    expect((await (await context.bucket('files_blobs')).get('a'))?.value).toBe(1);
  },
);
