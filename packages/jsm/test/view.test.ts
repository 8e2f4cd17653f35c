import { loadMessages } from '../src/commands/view/load-messages.js';
import type { Place } from '../src/commands/view/press.js';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
// Between 20 and 80, only every tenth message exists. The subject `v.rare` has two messages, 1 and 100.
const isKept = (seq: number): boolean => seq < 20 || seq > 80 || seq % 10 === 0;
const all = Array.from({ length: 100 }, (_, index) => index + 1).filter(isKept);
const streams = ['DIRECT', 'PLAIN'];

beforeAll(async () => {
  jsm = await startCommandLine();
  const js = jsm.manager.jetstream.jetstream();
  for (const name of streams) {
    const isDirect = name === 'DIRECT';
    const stream = await jsm.manager.streams.create({
      name,
      subjects: [`${name}.>`],
      storage: 'memory',
      allow_direct: isDirect,
    });
    for (let n = 1; n <= 100; n += 1) {
      await js.publish(`${name}.${n === 1 || n === 100 ? 'rare' : 'often'}`, JSON.stringify({ n }));
      if (!isKept(n)) await stream.deleteMessage(n);
    }
  }
  await jsm.manager.streams.create({ name: 'EMPTY', subjects: ['empty'], storage: 'memory' });
});
afterAll(() => jsm.stop());

const load = async (name: string, place: Place, most: number, subject?: string) =>
  (await loadMessages(jsm.manager, name, { place, most, subject })).messages.map(({ seq }) => seq);

describe('loadMessages', () => {
  it.each(streams)('finds in %s what is before a sequence, however many gaps there are', async (name) => {
    for (const before of [1, 20, 45, 82, 101]) {
      for (const most of [1, 10, 40]) {
        const expected = all.filter((seq) => seq < before).slice(-most);
        expect([before, most, await load(name, { before }, most)]).toEqual([before, most, expected]);
      }
    }
  });

  it.each<[Place, number, readonly number[]]>([
    [{ end: 'first' }, 2, [1, 2]],
    [{ end: 'last' }, 2, [99, 100]],
    [{ from: 18 }, 4, [18, 19, 20, 30]],
    [{ from: 101 }, 4, []],
    [{ from: new Date(0) }, 1, [1]],
    [{ from: new Date('2999-01-01') }, 1, []],
  ])('loads at %j at most %i messages: %j', async (place, most, expected) => {
    for (const name of streams) expect(await load(name, place, most)).toEqual(expected);
  });

  it.each<[Place, readonly number[]]>([
    [{ end: 'last' }, [1, 100]],
    [{ before: 100 }, [1]],
    [{ before: 1 }, []],
    [{ from: 2 }, [100]],
  ])('loads at %j of a rare subject %j', async (place, expected) => {
    for (const name of streams) expect(await load(name, place, 5, `${name}.rare`)).toEqual(expected);
  });

  it.each<Place>([{ end: 'first' }, { end: 'last' }, { before: 5 }])(
    'loads nothing at %j of nothing',
    async (place) => {
      expect(await load('EMPTY', place, 5)).toEqual([]);
    },
  );
});

const enter = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const leave = '\u001b[?7h\u001b[?25h\u001b[?1049l';

/** A terminal that presses the next key when the screen of the previous key has been drawn. */
function terminalWith(keys: readonly string[]) {
  const written: string[] = [];
  const left = [...keys];
  let press: (key: string) => void = () => undefined;
  const terminal = {
    size: () => ({ columns: 80, rows: 24 }),
    hasKeys: true,
    write: (text: string) => {
      written.push(text);
      const key = text.startsWith('\u001b[H') ? left.shift() : undefined;
      if (key !== undefined) press(key);
    },
    onKey: (listener: (key: string) => void) => {
      press = listener;
      return () => void written.push('keys off');
    },
  };
  const screens = () => written.filter((text) => text.startsWith('\u001b[H'));
  return { terminal, written, screens };
}

describe('jsm view', () => {
  it('pages through a stream, and leaves the terminal as it was', async () => {
    const { terminal, written, screens } = terminalWith(['n', 'p', 'G', 'n', 'g', 'p', 'j', 'q']);
    expect(await jsm.run('view DIRECT --page 3', { terminal })).toMatchObject({ code: 0, out: '', err: '' });
    expect(screens().map((screen) => /DIRECT {2}(\d+ to \d+)/.exec(screen)?.[1])).toEqual([
      '1 to 3',
      '4 to 6',
      '1 to 3',
      '98 to 100',
      '98 to 100',
      '1 to 3',
      '1 to 3',
      '1 to 3',
    ]);
    expect(screens()[0]).toContain('  "n": 1');
    expect(screens()[4]).toContain('These are the last messages.');
    expect(screens()[6]).toContain('These are the first messages.');
    expect(screens()[7]).toContain('{"n":1}');
    expect(written[0]).toBe(enter);
    expect(written.slice(-2)).toEqual(['keys off', leave]);
  });

  it('shows one subject, and goes on after one that cannot be', async () => {
    const { terminal, screens } = terminalWith(['/', ...'DIRECT.rare', '\r', '/', ' ', 'x', '\r', 'q']);
    expect((await jsm.run('stream view DIRECT', { terminal })).code).toBe(0);
    expect(screens().at(-4)).toContain('1 to 100, stored 1 to 100  subject DIRECT.rare');
    expect(screens().at(-1)).toMatch(/1 to 100, [^]*INVALID/);
  });

  it('ends by Ctrl-C and by a signal, and leaves the terminal as it was', async () => {
    const pressed = terminalWith(['\u0003']);
    expect((await jsm.run('view DIRECT', pressed)).code).toBe(0);
    expect(pressed.written.at(-1)).toBe(leave);
    const abort = new AbortController();
    const signalled = terminalWith([]);
    const run = jsm.run('view DIRECT', {
      terminal: {
        ...signalled.terminal,
        write: (text) => {
          signalled.terminal.write(text);
          if (text.startsWith('\u001b[H')) abort.abort();
        },
      },
      signal: abort.signal,
    });
    expect((await run).code).toBe(0);
    expect(signalled.written.at(-1)).toBe(leave);
  });

  it('draws nothing of a stream that does not exist', async () => {
    const { terminal, written } = terminalWith([]);
    expect((await jsm.run('view NONE', { terminal })).code).toBe(1);
    expect(written).toEqual([]);
  });

  it.each([
    ['with --no-pager', 'view DIRECT --no-pager --raw', true],
    ['with --count', 'view DIRECT --count 25 --raw', true],
    ['where nobody can press keys', 'view DIRECT --raw', false],
  ])('prints %s', async (_how, words, hasKeys) => {
    const { terminal, written } = terminalWith([]);
    const { code, out } = await jsm.run(words, { terminal: { ...terminal, hasKeys } });
    expect([code, written, out.match(/^\[\d+\]/gm)?.length]).toEqual([0, [], 25]);
    expect(out).toContain('{"n":2}');
  });
});
