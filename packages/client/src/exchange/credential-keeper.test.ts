import { silentLogger } from '@symphony-ts/contract';
import { CredentialKeeper } from './credential-keeper.js';
import type { Credentials } from './credentials.js';

const HOUR_MS = 3_600_000;

/** Keeps credentials with times of the platform's clock. Calls `look` after a jump of the local clock. */
function afterJump<T>(issuedAt: Date, jumpMs: number, look: (keeper: CredentialKeeper) => T): T {
  const first = { issuedAt, expiresAt: new Date(issuedAt.getTime() + HOUR_MS) } as Credentials; // the keeper reads no other fields
  const keeper = CredentialKeeper.start({
    first,
    exchange: () => Promise.reject(new Error('nothing is asked here')),
    onRenewed: () => undefined,
    onRefused: () => undefined,
    logger: silentLogger,
  });
  const real = Date.now();
  const now = jest.spyOn(Date, 'now').mockImplementation(() => real + jumpMs);
  try {
    return look(keeper);
  } finally {
    now.mockRestore();
    keeper.stop();
  }
}

describe('the time of the platform', () => {
  const issuedAt = new Date('2020-01-01T00:00:00Z');
  const hoursLater = (ms: number): number => Math.floor((ms - issuedAt.getTime()) / HOUR_MS);

  it.each([
    ['ahead', HOUR_MS, { earliest: 0, latest: 1 }],
    ['back', -HOUR_MS, { earliest: 0, latest: 0 }],
  ])('is known within bounds where the clock of this machine is set %s', (_what, jumpMs, expected) => {
    const { earliest, latest } = afterJump(issuedAt, jumpMs, (keeper) => keeper.platformNow());
    expect({ earliest: hoursLater(earliest), latest: hoursLater(latest) }).toEqual(expected);
  });

  it('has credentials age, also while this machine sleeps', () => {
    expect(afterJump(issuedAt, HOUR_MS, ({ isAging }) => isAging)).toBe(true);
    expect(afterJump(issuedAt, -HOUR_MS, ({ isAging }) => isAging)).toBe(false);
  });
});
