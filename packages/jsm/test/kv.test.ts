import { Kvm } from '@nats-io/kv';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
beforeAll(async () => {
  jsm = await startCommandLine();
});
afterAll(() => jsm.stop());

describe('jsm kv', () => {
  it('makes a bucket as the clients of NATS make it, shows, changes and removes it', async () => {
    await new Kvm(jsm.nc).create('THEIRS', { history: 5, ttl: 3_600_000 });
    expect((await jsm.run('kv add OURS --history 5 --ttl 1h')).code).toBe(0);
    const [theirs, ours] = [await jsm.manager.streams.load('KV_THEIRS'), await jsm.manager.streams.load('KV_OURS')];
    const { name: _a, subjects: _b, ...wanted } = theirs.config;
    // Buckets that Go clients create refuse the deletion of single messages. Buckets of TypeScript clients allow it.
    expect(ours.config).toMatchObject({ ...wanted, deny_delete: true, subjects: ['$KV.OURS.>'] });

    expect(await jsm.run('kv add OURS')).toMatchObject({ code: 1, err: expect.stringContaining('already') });
    expect((await jsm.run('kv edit OURS --history 10 --description x')).code).toBe(0);
    expect(await jsm.json('kv status OURS')).toMatchObject({ history: 10, description: 'x', ttlNs: 3600e9 });
    expect((await jsm.run('kv info OURS')).out).toMatch(/History kept: 10/);
    expect((await jsm.run('kv ls')).out).toMatch(/│ OURS +│ x /);
    expect((await jsm.run('kv ls --names')).out.split('\n').sort()).toEqual(['OURS', 'THEIRS']);
    expect(await jsm.run('kv del OURS')).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect((await jsm.run('kv del OURS --force')).code).toBe(0);
    expect(await jsm.run('kv get OURS a')).toMatchObject({ code: 1, err: expect.stringContaining('no bucket OURS') });
  });

  it('writes and reads values', async () => {
    await jsm.run('kv add V --history 8');
    expect(await jsm.json('kv put V a one')).toEqual({ bucket: 'V', key: 'a', revision: 1 });
    expect((await jsm.run('kv put V a', { input: 'two' })).out).toBe('V > a: revision 2');
    expect((await jsm.run('kv get V a')).out).toMatch(/^V > a {2}revision 2, .*\n\ntwo$/);
    expect((await jsm.run('kv get V a --revision 1 --raw')).out).toBe('one');
    expect(await jsm.json('kv get V a')).toMatchObject({ value: 'two', operation: 'PUT' });
    expect(await jsm.run('kv create V a three')).toMatchObject({ code: 1, err: 'jsm: a has a value already' });
    expect((await jsm.run('kv create V b.c three')).code).toBe(0);
    expect(await jsm.run('kv update V a four 1')).toMatchObject({ code: 1, err: expect.stringContaining('no longer') });
    expect((await jsm.run('kv update V a four 2')).code).toBe(0);
    expect(await jsm.run('kv update V a four')).toMatchObject({ code: 2 });
    expect((await jsm.run('kv revert V a 1 --force')).code).toBe(0);
    expect((await jsm.run('kv get V a --raw')).out).toBe('one');
    expect((await jsm.run('kv ls V')).out).toBe('a\nb.c');
    expect((await jsm.run('kv ls V --display-value')).out).toMatch(/│ b\.c │ 3 +│ .* │ 5 B +│ three │/);
    expect(await jsm.json('kv ls V -v')).toMatchObject([{ key: 'a' }, { key: 'b.c', revision: 3 }]);
    for (const words of ['put V a..b x', 'get V a..b', 'del V >', 'purge V .a'])
      expect(await jsm.run(`kv ${words}`)).toMatchObject({ code: 2, err: expect.stringContaining('A key has') });
    expect(await jsm.run('kv get V none')).toMatchObject({ code: 1, err: expect.stringContaining('has no value') });
  });

  it('lists nothing of an empty bucket', async () => {
    await jsm.run('kv add EMPTY');
    expect(await jsm.run('kv ls EMPTY')).toMatchObject({ code: 0, out: 'No keys in EMPTY.' });
    expect(await jsm.json('kv ls EMPTY')).toEqual([]);
  });

  it('deletes keys, and removes what is left of them without touching a newer value', async () => {
    await jsm.run('kv add D --history 5');
    for (const value of ['1', '2'])
      for (const key of ['gone', 'back', 'kept']) await jsm.run(`kv put D ${key} ${value}`);
    for (const key of ['gone', 'back']) expect((await jsm.run(`kv del D ${key} --force`)).code).toBe(0);
    await jsm.run('kv put D back 3');
    expect(await jsm.run('kv get D gone')).toMatchObject({ code: 1, err: expect.stringContaining('was deleted') });
    expect((await jsm.run('kv history D back')).out).toMatch(/DEL[^]*PUT/);
    expect(await jsm.run('kv compact D --force')).toMatchObject({ out: 'D: 2 messages removed' });
    expect((await jsm.run('kv compact D --older-than 1ms --force')).out).toBe('D: 1 messages removed');
    expect(await jsm.json('kv ls D')).toEqual(['back', 'kept']);
    expect(await jsm.json('kv history D back')).toHaveLength(4);
    expect((await jsm.run('kv purge D back --force')).code).toBe(0);
    expect(await jsm.json('kv history D back')).toMatchObject([{ operation: 'PURGE' }]);
  });

  it('shows changes until it is interrupted, or until there were enough', async () => {
    await jsm.run('kv add W');
    await jsm.run('kv put W a 1');
    const abort = new AbortController();
    const seen: string[] = [];
    const watch = jsm.run('kv watch W', {
      signal: abort.signal,
      onOut: (line) => {
        seen.push(line);
        if (seen.length === 1) void jsm.run('kv del W a --force');
        if (seen.length === 2) abort.abort();
      },
    });
    expect((await watch).code).toBe(0);
    expect(seen).toEqual([expect.stringMatching(/PUT W > a \(1\): 1$/), expect.stringMatching(/DEL W > a \(2\)$/)]);
    expect(await jsm.run('kv watch W --count 1')).toMatchObject({ code: 0, out: expect.stringContaining('DEL') });
  });
});
