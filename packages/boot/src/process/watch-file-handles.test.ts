import { eventually } from '../../../../test/support/eventually.js';
import { watchFileHandles } from './watch-file-handles.js';

describe('watchFileHandles', () => {
  let over: AbortController;
  beforeEach(() => void (over = new AbortController()));
  afterEach(() => over.abort());

  it.each(['EMFILE', 'ENFILE'])(
    'says once that there are none left (%s), and once that there are again',
    async (code) => {
      const lines: string[] = [];
      let tries = 0;
      const failures = 3;
      watchFileHandles({
        signal: over.signal,
        logger: {
          error: (message) => void lines.push(`error: ${message}`),
          info: (message) => void lines.push(`info: ${message}`),
        },
        tryOpen: async () => {
          tries += 1;
          if (tries <= failures) throw Object.assign(new Error('too many open files'), { code });
        },
        intervalMs: 1,
      });
      await eventually(() => tries > failures + 3);
      expect(lines).toEqual([
        expect.stringMatching(/^error: no file handles are left, .* raise the limit/),
        'info: there are file handles again: new connections are accepted',
      ]);
    },
  );

  it('says nothing of other failures', async () => {
    const lines: string[] = [];
    let tries = 0;
    watchFileHandles({
      signal: over.signal,
      logger: { error: (message) => void lines.push(message), info: (message) => void lines.push(message) },
      tryOpen: () => {
        tries += 1;
        return Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
      },
      intervalMs: 1,
    });
    await eventually(() => tries > 3);
    expect(lines).toEqual([]);
  });
});
