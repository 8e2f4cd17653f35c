import { type Logger, silentLogger } from '@symphony-ts/contract';
import { withPatience } from './with-patience.js';

const slow = new Error('slow');
const wrong = new Error('wrong');

/** An operation that fails with each error in turn, and then succeeds. */
const failing = (...errors: readonly Error[]) => {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error) throw error;
    return 'answer';
  };
};

describe('withPatience', () => {
  const told: unknown[] = [];
  const logger: Logger = { ...silentLogger, info: (text, fields) => told.push([text, fields]), child: () => logger };
  const given = { what: 'NATS', patienceMs: 5_000, isPassing: (error: unknown) => error === slow, logger };
  beforeEach(() => void (told.length = 0));

  it('goes on while it may pass, and says once what it waits for', async () => {
    await expect(withPatience(failing(slow, slow), given)).resolves.toBe('answer');
    expect(told).toEqual([['waiting for NATS', { err: slow, patienceMs: 5_000 }]]);
  });

  it('gives up at once on what does not pass', async () => {
    await expect(withPatience(failing(slow, wrong), given)).rejects.toBe(wrong);
  });

  it('gives up when patience ends, with the last error', async () => {
    await expect(withPatience(failing(slow), { ...given, patienceMs: 0 })).rejects.toBe(slow);
  });
});
