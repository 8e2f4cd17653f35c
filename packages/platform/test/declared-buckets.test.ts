import { ManifestBucket, silentLogger } from '@symphony-ts/contract';
import { ensureDeclaredBuckets } from '../src/buckets/declared-buckets.js';
import { type GatedAccount, startGatedAccount } from './support/gated-account.js';

let account: GatedAccount;
beforeAll(async () => {
  account = await startGatedAccount();
});
afterAll(() => account?.[Symbol.asyncDispose]());

const ensure = (prefix: string) =>
  ensureDeclaredBuckets(account.nc, {
    prefix,
    buckets: [ManifestBucket.parse({ name: `${prefix}_items` })],
    replicas: 1,
    logger: silentLogger,
  });

describe('ensureDeclaredBuckets', () => {
  it('asks again where an answer was lost', async () => {
    await account.open('orders', (request) => request <= 3 && request % 2 === 1);
    expect(await ensure('orders')).toEqual([
      { name: 'orders_items', outcome: expect.stringMatching(/created|unchanged/) },
    ]);
  }, 30_000);
});
