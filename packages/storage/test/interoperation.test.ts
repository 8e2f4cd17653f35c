import { Kvm } from '@nats-io/kv';
import { ensureBucket, openBucket } from '@symphony-ts/storage';
import { collect, startTestServer } from './servers.js';

describe('beside the key-value client of nats.js', () => {
  it('reads what it wrote, and is read by it', async () => {
    await using running = await startTestServer();
    const { nc } = running;
    await ensureBucket(nc, { name: 'shared', history: 3 });
    const ours = await openBucket(nc, 'shared');
    const theirs = await new Kvm(nc).open('shared', { allow_direct: true });

    await ours.putAll({ 'batch.1': { n: 1 }, 'batch.2': { n: 2 } });
    expect((await theirs.get('batch.2'))?.json()).toEqual({ n: 2 });
    const revision = await theirs.put('theirs', JSON.stringify('text'));
    expect(await ours.get('theirs')).toMatchObject({ value: 'text', revision, operation: 'put' });
    await theirs.delete('theirs');
    expect(await ours.get('theirs')).toBeUndefined();
    expect((await collect(ours.history('theirs'))).map(({ operation }) => operation)).toEqual(['put', 'delete']);
    await ours.purge('batch.1');
    expect((await theirs.get('batch.1'))?.operation).toBe('PURGE');
    expect(await collect(await theirs.keys())).toEqual(await collect(ours.keys()));
    await theirs.put('no.json', 'plain text');
    await expect(ours.get('no.json')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });

  it('opens a bucket that it made', async () => {
    await using running = await startTestServer();
    const { nc } = running;
    await new Kvm(nc).create('made_there', { history: 2, ttl: 60_000 });
    expect(await ensureBucket(nc, { name: 'made_there', ttl: 60, history: 2 })).toBe('updated');
    expect(await ensureBucket(nc, { name: 'made_there', ttl: 60, history: 2 })).toBe('unchanged');
    const bucket = await openBucket(nc, 'made_there', { raw: true });
    await bucket.create('item:1', Uint8Array.of(1));
    expect((await bucket.get('item:1'))?.value).toEqual(Uint8Array.of(1));
  });
});
