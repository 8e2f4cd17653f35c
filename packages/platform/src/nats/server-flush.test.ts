import { type Logger, silentLogger } from '@symphony-ts/contract';
import { ServerFlush } from './server-flush.js';

function open(isExpected = true) {
  const warned: unknown[] = [];
  const logger: Logger = { ...silentLogger, warn: (_text, fields) => void warned.push(fields) };
  return { flush: new ServerFlush({ isExpected, logger }), warned };
}

describe('ServerFlush', () => {
  it('warns once of each server that does not flush each write', () => {
    const { flush, warned } = open();
    for (const name of ['a', 'b', 'a']) flush.note({ name, flush: 'periodic' });
    flush.note({ name: 'c', flush: 'always' });
    expect(warned).toEqual([{ server: 'a' }, { server: 'b' }]);
    expect(flush.weakest).toBe('periodic');
  });

  it('knows nothing before the first report, and follows changes', () => {
    const { flush } = open();
    expect(flush.weakest).toBeUndefined();
    flush.note({ name: 'a', flush: 'periodic' });
    flush.note({ name: 'a', flush: 'always' });
    expect(flush.weakest).toBe('always');
  });

  it('does not warn of what was chosen', () => {
    const { flush, warned } = open(false);
    flush.note({ name: 'a', flush: 'periodic' });
    expect(warned).toEqual([]);
    expect(flush.weakest).toBe('periodic');
  });
});
