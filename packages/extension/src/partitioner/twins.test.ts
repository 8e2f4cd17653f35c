import { type PeerMessage, type StatusEntry, silentLogger } from '@symphony-ts/contract';
import type { PeerAnswer } from './peer-link.js';
import { type Standing, Twins } from './twins.js';

const GRACE_MS = 3_000;

/** The twins of the process `own`, and the answers of the other processes. */
function twinsOf(own: string, answers: Record<string, PeerAnswer>, entry?: Partial<StatusEntry>) {
  const clock = { ms: 0 };
  const found = entry && {
    operation: 'put' as const,
    key: 'shop.KEY',
    revision: 1,
    created: new Date(0),
    value: entry as StatusEntry, // only these fields are read
  };
  const asked: PeerMessage[] = [];
  const twins = new Twins({
    prefix: 'shop',
    instanceId: 'KEY',
    process: own,
    bucket: { get: () => Promise.resolve(found) },
    link: {
      say: (_instanceId, message) => {
        asked.push(message);
        return Promise.resolve(answers[message.to ?? ''] ?? 'silent');
      },
    },
    logger: silentLogger,
    ttlMs: 60_000,
    graceMs: GRACE_MS,
    now: () => clock.ms,
  });
  return { twins, clock, asked };
}

describe('a process with a twin', () => {
  it.each<[PeerAnswer, string, boolean]>([
    ['acting', '1-older', false],
    ['acting', '3-younger', false],
    ['waiting', '1-older', false],
    ['waiting', '3-younger', true],
    ['here', '1-older', true],
    ['leaving', '1-older', true],
    ['silent', '1-older', false],
    ['missing', '1-older', false],
  ])('that says %s and is %s may go ahead: %s', async (answer, other, mayGo) => {
    const { twins } = twinsOf('2-own', { [other]: answer });
    twins.shown(other);
    expect(await twins.yield()).toBe(mayGo);
  });

  it('waits until a process that no longer answers has certainly stopped', async () => {
    const { twins, clock } = twinsOf('2-own', {});
    twins.shown('1-older');
    expect(await twins.yield()).toBe(false);
    clock.ms += GRACE_MS - 1;
    expect(await twins.yield()).toBe(false);
    clock.ms += 1;
    expect(await twins.yield()).toBe(true);
    expect(twins.areLive).toBe(false);
  });

  it.each<[Standing, string]>([
    ['idle', 'here'],
    ['waiting', 'waiting'],
    ['acting', 'acting'],
    ['leaving', 'leaving'],
  ])('answers another process, while %s, that it is %s', (standing, word) => {
    const { twins } = twinsOf('2-own', {});
    const message: PeerMessage = { from: 'KEY', kind: 'ask', process: '1-older', to: '2-own' };
    expect(twins.answer(message, standing)).toEqual({ [word]: true });
    expect(twins.answer({ ...message, to: '3-other' }, standing)).toBeUndefined();
  });

  it('forgets it when it leaves', () => {
    const { twins } = twinsOf('2-own', {});
    twins.shown('1-older');
    expect(twins.areLive).toBe(true);
    twins.answer({ from: 'KEY', kind: 'leaving', process: '1-older', to: '2-own' }, 'waiting');
    expect(twins.areLive).toBe(false);
  });
});

describe('a start beside an entry of another process', () => {
  it.each<[PeerAnswer, boolean]>([
    ['acting', true],
    ['here', true],
    ['missing', false],
    ['silent', false],
    ['leaving', false],
  ])('that answers %s finds a twin: %s', async (answer, isTwin) => {
    const { twins } = twinsOf('2-own', { '1-older': answer }, { status: 'ok', process: '1-older' });
    await twins.look(false);
    expect(twins.areLive).toBe(isTwin);
    const refused = twins.look(true).then(
      () => undefined,
      ({ code }: { code: string }) => code,
    );
    expect(await refused).toBe(isTwin ? 'KEY_IN_USE' : undefined);
  });

  it.each<Partial<StatusEntry>>([{ status: 'disconnected', process: '1-older' }, { status: 'ok' }])(
    'asks nobody for %j',
    async (entry) => {
      const { twins, asked } = twinsOf('2-own', {}, entry);
      await twins.look(true);
      expect(asked).toEqual([]);
    },
  );
});
