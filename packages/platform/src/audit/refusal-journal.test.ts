import type { LogFields } from '@symphony-ts/contract';
import type { RefusalEntry } from './refusal-entry.js';
import { RefusalJournal } from './refusal-journal.js';

const START = Date.parse('2026-03-01T10:05:00Z');
const MINUTE = 60_000;

describe('RefusalJournal', () => {
  let now: number;
  let written: RefusalEntry[];
  let warned: (LogFields | undefined)[];
  let write: (entry: RefusalEntry) => Promise<void>;
  let journal: RefusalJournal;
  beforeEach(() => {
    now = START;
    written = [];
    warned = [];
    write = async (entry) => void written.push(entry);
    const logger = { warn: (_text: string, fields?: LogFields) => void warned.push(fields) };
    journal = RefusalJournal.start({ write: (entry) => write(entry), now: () => now, logger });
  });
  afterEach(() => journal.stop());
  const refuse = (actor: string, times = 1, code = 'PERMISSION_DENIED') => {
    for (let time = 0; time < times; time += 1) journal.note({ actor, what: `GET /${time}`, code });
  };
  const counts = () => written.map(({ actor, code, count }) => [actor, code, count]);

  it('writes the first of an actor and a code at once, and no more of them within the hour', () => {
    refuse('evil', 1_000);
    refuse('other');
    refuse('evil', 1_000, 'AUTHENTICATION_FAILED');
    expect(counts()).toEqual([
      ['evil', 'PERMISSION_DENIED', 1],
      ['other', 'PERMISSION_DENIED', 1],
      ['evil', 'AUTHENTICATION_FAILED', 1],
    ]);
  });

  it('writes the number of those after it when the hour is over', () => {
    refuse('evil', 3);
    now += MINUTE;
    refuse('evil', 2);
    now += 55 * MINUTE;
    refuse('evil');
    const [code, what] = ['PERMISSION_DENIED', 'GET /1'];
    expect(written.slice(1)).toEqual([
      { at: '2026-03-01T10:06:00.000Z', actor: 'evil', what, code, count: 4 },
      { at: '2026-03-01T11:01:00.000Z', actor: 'evil', what: 'GET /0', code, count: 1 },
    ]);
  });

  it('writes what is left when it stops, and nothing twice', async () => {
    refuse('evil', 7);
    await journal.stop();
    await journal.stop();
    expect(counts().map(([, , count]) => count)).toEqual([1, 6]);
  });

  it('counts actors beyond 200 of one code together, whatever they call themselves', async () => {
    for (let index = 0; index < 5_000; index += 1) refuse(`stranger ${index}`, 2);
    refuse('stranger 7');
    await journal.stop();
    const others = written.filter(({ actor }) => actor === 'others').map(({ count }) => count);
    expect(others).toEqual([1, 2 * 4_800 - 1]);
    expect(written.find(({ actor, count }) => actor === 'stranger 7' && count > 1)?.count).toBe(2);
    expect(written).toHaveLength(2 * 201);
  });

  it('cuts what somebody else has made long', () => {
    journal.note({ actor: 'x'.repeat(100_000), what: 'y'.repeat(100_000), code: 'INVALID_REQUEST' });
    expect(JSON.stringify(written).length).toBeLessThan(1_000);
  });

  it('says in the log what could not be stored', async () => {
    write = async () => {
      throw new Error('no room');
    };
    refuse('evil');
    await journal.stop();
    expect(warned).toEqual([expect.objectContaining({ actor: 'evil', code: 'PERMISSION_DENIED', count: 1 })]);
  });
});
