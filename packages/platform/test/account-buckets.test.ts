import { Kvm } from '@nats-io/kv';
import { listAccountBuckets } from '../src/storage-service/account-buckets.js';
import { type GatedAccount, startGatedAccount } from './support/gated-account.js';

let account: GatedAccount;
beforeAll(async () => {
  account = await startGatedAccount();
});
afterAll(() => account?.[Symbol.asyncDispose]());

it('asks an account once for all who want to know at a time, and again later', async () => {
  const { nc, gate } = account;
  const passed = await account.open('orders');
  await new Kvm(gate).create('items');
  const names = async () => (await listAccountBuckets(nc, 'orders')).map(({ name }) => name);
  const [first, ...others] = await Promise.all(Array.from({ length: 100 }, names));
  expect([first, new Set(others.flat()), passed.requests]).toEqual([['items'], new Set(['items']), 1]);
  await new Kvm(gate).create('more');
  expect(await names()).toEqual(['items', 'more']);
});
