import { createAssertFresh } from './fresh-sign-in.js';

const at = (minutes: number): string => new Date(minutes * 60_000).toISOString();

describe('createAssertFresh', () => {
  const assertFresh = createAssertFresh(15 * 60_000, () => 100 * 60_000);

  it.each([
    ['a session that has just begun', { session: true, created: at(99) }],
    ['a session whose person has shown again who they are', { session: true, created: at(0), confirmed: at(90) }],
    ['a key that is no session', { created: at(0) }],
  ])('lets %s pass', (_what, key) => {
    expect(() => assertFresh(key)).not.toThrow();
  });

  it.each([
    ['a session of a while ago', { session: true, created: at(85) }],
    ['a session that a provider gave without asking', { session: true, created: at(99), confirmed: at(10) }],
  ])('refuses %s', (_what, key) => {
    expect(() => assertFresh(key)).toThrow(
      expect.objectContaining({ code: 'SIGN_IN_AGAIN', message: expect.stringContaining('15 minutes') }),
    );
  });

  it('lets everything pass where it is off', () => {
    expect(() =>
      createAssertFresh(Number.POSITIVE_INFINITY, () => 1e15)({ session: true, created: at(0) }),
    ).not.toThrow();
  });
});
