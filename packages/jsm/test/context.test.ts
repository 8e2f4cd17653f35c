import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let jsm: CommandLine;
beforeAll(async () => {
  jsm = await startCommandLine();
});
afterAll(() => jsm.stop());

const file = (...path: string[]) => join(jsm.folder, '.config', 'nats', ...path);
/** The environment of a shell in which no variable names a server. */
const bare = { env: { NATS_URL: undefined } };

describe('jsm context', () => {
  it('keeps connections in the files of the nats tool, and uses the selected one', async () => {
    expect(await jsm.run('context ls')).toMatchObject({ code: 0, out: 'No contexts.' });
    const saved = await jsm.run(
      `--server ${jsm.server.url} --password hidden context add here --description local --select`,
    );
    expect(saved).toMatchObject({ code: 0, out: 'here: saved\nhere: selected' });
    expect(JSON.parse(await readFile(file('context', 'here.json'), 'utf8'))).toEqual({
      description: 'local',
      url: jsm.server.url,
      password: 'hidden',
    });
    expect((await stat(file('context', 'here.json'))).mode & 0o777).toBe(0o600);
    expect(await readFile(file('context.txt'), 'utf8')).toBe('here');
    expect(await jsm.run('streams', bare)).toMatchObject({ code: 0, out: 'No streams.' });
    expect((await jsm.run('context info')).out).toMatch(/password: \(set\)/);
    expect((await jsm.run('context ls')).out).toMatch(/│ here\* │ nats:\/\/127/);
  });

  it('changes what is named and keeps the rest, fields of newer tools too', async () => {
    await writeFile(
      file('context', 'other.json'),
      JSON.stringify({ url: 'nats://u:p@x:1', windows_cert_store: 'w', user: 'u' }),
    );
    expect((await jsm.run('--user v ctx save other')).out).toBe('other: changed');
    expect(JSON.parse(await readFile(file('context', 'other.json'), 'utf8'))).toMatchObject({
      user: 'v',
      windows_cert_store: 'w',
    });
    expect(await jsm.json('context ls')).toEqual({ contexts: ['here', 'other'], selected: 'here' });
    expect((await jsm.run('context ls')).out).not.toContain('u:p@');
  });

  it('selects, goes back, copies and removes', async () => {
    expect((await jsm.run('context select other')).code).toBe(0);
    expect((await jsm.run('context previous')).out).toBe('here: selected');
    expect(await readFile(file('previous-context.txt'), 'utf8')).toBe('other');
    expect((await jsm.run('context copy other third')).code).toBe(0);
    expect(await jsm.run('context copy other third')).toMatchObject({ code: 2 });
    expect(await jsm.run('context rm third')).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect((await jsm.run('context rm third --force')).code).toBe(0);
    expect(await jsm.run('context select third')).toMatchObject({
      code: 2,
      err: expect.stringContaining('jsm context ls'),
    });
    expect((await jsm.run('context unselect')).code).toBe(0);
    expect(await jsm.json('context ls')).toMatchObject({ selected: null });
    expect(await jsm.run('context previous')).toMatchObject({ out: 'here: selected' });
    expect(await jsm.run('context select ../../x')).toMatchObject({ code: 2 });
  });
});
