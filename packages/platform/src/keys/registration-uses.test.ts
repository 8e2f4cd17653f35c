import type { ApiKey } from './api-key.js';
import { newKeyRecord } from './new-key.js';
import { addUse, giveBackUse, settleUses } from './registration-uses.js';

const token = (maxUses?: number): ApiKey =>
  newKeyRecord(
    { name: 'reg', kind: 'registration', prefix: 'team-*', ...(maxUses === undefined ? {} : { maxUses }) },
    { id: 'REG', secret: 's', now: 0 },
  );
const take = (key: ApiKey, keyId: string, attempt = 0, until = 100): ApiKey => addUse(key, { keyId, attempt, until });
const counted = ({ registers }: ApiKey): unknown => [registers?.uses, Object.keys(registers?.pending ?? {}).sort()];

describe('takeUse', () => {
  it('counts each key once, whatever number of attempts it takes', () => {
    const once = take(take(token(2), 'A'), 'A', 1);
    expect(counted(once)).toEqual([1, ['A']]);
    expect(counted(take(once, 'B'))).toEqual([2, ['A', 'B']]);
    expect(() => take(take(once, 'B'), 'C')).toThrow('used 2 of 2 times');
  });
  it('repeats a key when no use is left', () => {
    expect(counted(take(take(token(1), 'A'), 'A', 1))).toEqual([1, ['A']]);
  });
  it('refuses an attempt that a later one has overtaken', () => {
    expect(() => take(take(token(), 'A', 2), 'A', 1)).toThrow('a later attempt');
  });
  it('takes no more than a record can hold until some are settled, and repeats those it has', () => {
    const full = Array.from({ length: 1_000 }, (_, at) => `K${at}`).reduce((key, id) => take(key, id), token());
    expect(() => take(full, 'ONE-MORE')).toThrow(expect.objectContaining({ code: 'TOO_MANY_REQUESTS' }));
    expect(counted(take(full, 'K7', 1))).toEqual(counted(full));
    expect(
      counted(
        take(
          settleUses(full, 101, () => true),
          'ONE-MORE',
        ),
      ),
    ).toEqual([1_001, ['ONE-MORE']]);
  });
  it('refuses a key that is no registration token', () => {
    const { registers: _registers, ...other } = token();
    expect(() => take(other, 'A')).toThrow('not a registration token');
  });
});

describe('giveBackUse', () => {
  it('takes a use back, but not one that a later attempt holds', () => {
    const taken = take(token(), 'A', 1);
    expect(counted(giveBackUse(taken, { keyId: 'A', attempt: 0 }))).toEqual([1, ['A']]);
    expect(counted(giveBackUse(taken, { keyId: 'A', attempt: 1 }))).toEqual([0, []]);
    expect(counted(giveBackUse(taken, { keyId: 'B', attempt: 1 }))).toEqual([1, ['A']]);
  });
});

describe('settleUses', () => {
  const three = take(take(take(token(), 'USED', 0, 10), 'LOST', 0, 10), 'YOUNG', 0, 50);
  it.each([
    [10, [3, ['LOST', 'USED', 'YOUNG']]],
    [11, [2, ['YOUNG']]],
    [51, [1, []]],
  ])('at %i leaves uses and pending ones of %j', (now, expected) => {
    expect(counted(settleUses(three, now, (id) => id === 'USED'))).toEqual(expected);
  });
  it('gives the same record where nothing is over', () => {
    expect(settleUses(three, 1, () => false)).toBe(three);
  });
});
