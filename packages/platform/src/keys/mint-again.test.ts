import type { ApiKey } from './api-key.js';
import { mintAgain } from './mint-again.js';
import { newKeyRecord } from './new-key.js';

const minted = (secret: string, attempt: number, now = 0): ApiKey =>
  newKeyRecord(
    { name: 'catalog', kind: 'extension', prefix: 'catalog' },
    { id: 'KEY', secret, now, activateBefore: new Date(600_000), minted: { by: 'REG', attempt } },
  );
const first = minted('one', 0);
const { activateBefore: _unused, ...used } = first;

describe('mintAgain', () => {
  it('gives the key another secret and keeps when it was made', () => {
    const again = mintAgain(first, minted('two', 1, 5_000));
    expect(again).toEqual({ ...minted('two', 1, 5_000), created: first.created });
    expect(again.hash).not.toBe(first.hash);
  });
  it.each<[string, ApiKey, ApiKey]>([
    ['in use already', used, minted('two', 1)],
    ['was revoked', { ...first, revoked: first.created }, minted('two', 1)],
    ['not one that this registration token made', { ...first, minted: { by: 'OTHER', attempt: 0 } }, minted('two', 1)],
    ["made for 'orders' before", { ...first, prefix: 'orders' }, minted('two', 1)],
    ['a later attempt', minted('three', 2), minted('two', 1)],
  ])('refuses one that is %s', (reason, current, next) => {
    expect(() => mintAgain(current, next)).toThrow(reason);
  });
});
