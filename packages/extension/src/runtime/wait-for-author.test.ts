import { silentLogger } from '@symphony-ts/contract';
import { waitForAuthor } from './wait-for-author.js';

/** A logger that settles `first` once it has been told something. */
function listening() {
  const lines: string[] = [];
  let heard: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (heard = resolve));
  const warn = (line: string): void => {
    lines.push(line);
    heard();
  };
  return { lines, first, logger: { ...silentLogger, warn } };
}

describe('waitForAuthor', () => {
  it('says what the start waits for until it has it', async () => {
    const { lines, first, logger } = listening();
    let settle: (value: string) => void = () => undefined;
    const work = new Promise<string>((resolve) => (settle = resolve));
    const waited = waitForAuthor(work, 'the factory of DATABASE', { logger, tellMs: 1 });
    await first;
    settle('ready');
    expect(await waited).toBe('ready');
    const said = lines.length;
    expect(lines[0]).toBe('the start waits for the factory of DATABASE');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(lines).toHaveLength(said);
  });

  it('is silent about work that settles at once, and hands on its error', async () => {
    const { lines, logger } = listening();
    expect(await waitForAuthor(7, 'a value', { logger })).toBe(7);
    await expect(waitForAuthor(Promise.reject(new Error('no')), 'it', { logger })).rejects.toThrow('no');
    expect(lines).toEqual([]);
  });

  it('ends with the start', async () => {
    const { logger } = listening();
    const waited = waitForAuthor(new Promise(() => undefined), 'a database', { logger, signal: AbortSignal.abort() });
    await expect(waited).rejects.toMatchObject({ code: 'ABORTED', params: { what: 'a database' } });
  });
});
