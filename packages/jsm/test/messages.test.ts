import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
beforeAll(async () => {
  jsm = await startCommandLine();
  await jsm.manager.streams.create({ name: 'FROM', subjects: ['from.>'] });
  const js = jsm.manager.jetstream.jetstream();
  for (let n = 1; n <= 600; n += 1) await js.publish(`from.${n % 2}`, JSON.stringify({ n }));
});
afterAll(() => jsm.stop());

const lines = (out: string) =>
  out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('jsm messages', () => {
  it.each([
    [[], 600, 1],
    [['--subject', 'from.0'], 300, 2],
    [['--start-seq', '599'], 2, 599],
    [['--end-seq', '10', '--start-seq', '4'], 7, 4],
    [['--count', '251'], 251, 1],
    [['--since', '1h'], 600, 1],
    [['--until', '1h'], 0, undefined],
    [['--transform', 'json.n % 100 = 0'], 6, 100],
  ])('exports by %j %i messages from sequence %s', async (flags, count, first) => {
    const { code, out } = await jsm.run(['messages', 'export', 'FROM', ...flags]);
    expect(code).toBe(0);
    const found = lines(out);
    expect([found.length, found[0]?.['seq']]).toEqual([count, first]);
  });

  it('brings messages back as they were, bytes and headers', async () => {
    await jsm.manager.streams.create({ name: 'A', subjects: ['a.>'] });
    await jsm.nc.request('a.binary', Uint8Array.of(0, 255, 10), { timeout: 10_000 });
    await jsm.nc.request('a.empty', '', { timeout: 10_000 });
    await jsm.run('kv add B');
    await jsm.run('kv put B key value');
    await jsm.run('kv del B key --force');
    const file = join(jsm.folder, 'a.ndjson');
    for (const name of ['A', 'KV_B']) {
      const before = await jsm.run(['messages', 'export', name]);
      expect(await jsm.run(['messages', 'export', name, '-O', file])).toMatchObject({ code: 0, out: '' });
      await (await jsm.manager.streams.load(name)).purge();
      expect(await jsm.run(['messages', 'import', name, file])).toMatchObject({ code: 0, err: '' });
      const after = await jsm.run(['messages', 'export', name]);
      const bare = (out: string) => lines(out).map(({ seq: _seq, time: _time, ...rest }) => rest);
      expect(bare(after.out)).toEqual(bare(before.out));
    }
  });

  it('copies into another stream, each message once', async () => {
    await jsm.manager.streams.create({ name: 'TO', subjects: ['to.>'] });
    const copy = [
      'messages',
      'copy',
      'FROM',
      'TO',
      '--count',
      '300',
      '--once',
      '--transform',
      '{"subject": "to." & subject}',
    ];
    expect((await jsm.run(copy)).out).toBe('TO: 300 messages stored');
    expect((await jsm.run(copy)).out).toBe('TO: 0 messages stored, 300 were there already');
    expect((await (await jsm.manager.streams.load('TO')).message(300))?.subject).toBe('to.from.0');
    expect(await jsm.run('messages copy FROM FROM')).toMatchObject({ code: 2 });
    // Without the other subjects, the messages would be stored in FROM again.
    expect(await jsm.run('messages copy FROM TO')).toMatchObject({
      code: 1,
      err: expect.stringContaining('0 messages were stored'),
    });
    expect((await jsm.manager.streams.load('FROM')).lastInfo.state.messages).toBe(600);
    expect(await jsm.run('messages copy FROM NONE')).toMatchObject({ code: 1 });
  });

  it('copies to where another context connects', async () => {
    const other = await startCommandLine();
    try {
      await other.manager.streams.create({ name: 'FROM', subjects: ['from.>'] });
      await jsm.run(['--server', other.server.url, 'context', 'save', 'other']);
      expect(await jsm.run('messages copy FROM FROM --to-context other')).toMatchObject({ code: 0 });
      expect((await other.manager.streams.load('FROM')).lastInfo.state.messages).toBe(600);
    } finally {
      await other.stop();
    }
  });

  it('keeps to a rate', async () => {
    const start = performance.now();
    expect((await jsm.run('messages export FROM --count 6 --rate 10')).code).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(450);
  });

  it('says which line is wrong, and how many were stored', async () => {
    const input = '{"subject":"from.1","data":"x"}\n\nnot json\n';
    expect(await jsm.run('messages import FROM', { input })).toMatchObject({
      code: 1,
      err: expect.stringContaining('line 3: it is not JSON; 1 messages were stored'),
    });
    expect(await jsm.run('messages import FROM -', { input: '{"subject":"from.1","base64":"!!!not"}' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('line 1: its base64 cannot be decoded'),
    });
    expect(await jsm.run('messages import FROM /nowhere')).toMatchObject({ code: 2 });
    expect(await jsm.run(['messages', 'import', 'FROM', jsm.folder])).toMatchObject({ code: 2 });
    const elsewhere = '{"subject":"nowhere"}\n';
    expect(await jsm.run('messages import FROM', { input: elsewhere })).toMatchObject({
      code: 1,
      err: expect.stringContaining('message 1 on nowhere was not stored'),
    });
    const file = join(jsm.folder, 'broken.ndjson');
    await writeFile(file, '');
    expect(await jsm.run(['messages', 'export', 'FROM', '-O', file, '--transform', '"x"'])).toMatchObject({ code: 1 });
    expect(await readFile(file, 'utf8')).toBe('');
    expect((await readdir(jsm.folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
    expect(await jsm.run('messages export FROM --transform (')).toMatchObject({ code: 2 });
  });
});
