import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { TestPlatform } from '@symphony-ts/testing';
import { ChildProgram } from '../child-program.js';

/** An environment without a keyring, with its own folder for files. */
const NO_KEYRING = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };

/*
 * A real Secret Service needs `gnome-keyring` and `dbus` from the system's package manager. Without them this is reported as
 * skipped, and in CI as failed.
 */
const hasSecretService = ['gnome-keyring-daemon', 'dbus-run-session'].every(
  (program) => spawnSync('which', [program]).status === 0,
);
const withSecretService = hasSecretService || process.env['CI'] ? it : it.skip;

describe('the token of an extension', () => {
  let platform: TestPlatform;
  let program: ChildProgram;
  let home: string;
  let session: ChildProcess | undefined;
  beforeAll(async () => {
    [platform, program] = await Promise.all([TestPlatform.start(), ChildProgram.build('member')]);
  });
  afterAll(async () => {
    await program.remove();
    await platform.stop();
  });
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'extension-tokens-'));
  });
  afterEach(async () => {
    session?.stdin?.end();
    session = undefined;
    await rm(home, { recursive: true, force: true });
  });

  const newKey = (name: string) => platform.platform.keys.create({ kind: 'extension', prefix: 'tok', name });
  /** A registration token for one use. A second provisioning with it is refused. */
  const registration = async () =>
    (await platform.platform.keys.create({ kind: 'registration', prefix: 'tok', name: 'registration', maxUses: 1 }))
      .token;

  /** Starts one instance and stops it again. Returns its id, which is the id of its key. */
  async function idOf(env: Readonly<Record<string, string>>, ...token: readonly string[]): Promise<string> {
    const address = { SYMPHONY_ADDRESS: platform.platform.httpUrl, XDG_CONFIG_HOME: home };
    const child = program.start(['tok', '30000', '60000', ...token], { ...address, ...NO_KEYRING, ...env });
    const line = await child.line('live ');
    expect(await child.end('SIGTERM')).toBe(0);
    return line.slice('live '.length);
  }

  it('[auth.order] is the argument, else the stored one, else SYMPHONY_TOKEN, else a new one for REGISTRATION_TOKEN', async () => {
    const [argument, variable] = [await newKey('argument'), await newKey('variable')];
    const minted = await idOf({ REGISTRATION_TOKEN: await registration() });
    expect([argument.id, variable.id]).not.toContain(minted);

    const all = { SYMPHONY_TOKEN: variable.token, REGISTRATION_TOKEN: await registration() };
    expect(await idOf(all, argument.token)).toBe(argument.id);
    expect(await idOf(all)).toBe(minted);
    await rm(join(home, 'cirata'), { recursive: true });
    expect(await idOf(all)).toBe(variable.id);
    const { SYMPHONY_TOKEN: _variable, ...rest } = all;
    expect([argument.id, variable.id, minted]).not.toContain(await idOf(rest));
  });

  it('[auth.registration-in-token] is minted once where SYMPHONY_TOKEN holds a registration token', async () => {
    const env = { SYMPHONY_TOKEN: await registration() };
    const first = await idOf(env);
    expect(platform.platform.registry.list()).toMatchObject([{ prefix: 'tok' }]);
    expect(await idOf(env)).toBe(first);
    await rm(join(home, 'cirata'), { recursive: true });
    await expect(idOf(env)).rejects.toThrow('REGISTRATION_REFUSED');
  });

  withSecretService('[auth.store] outlives its process in the keyring of the system, and in no file', async () => {
    const env = { DBUS_SESSION_BUS_ADDRESS: await openSession() };
    const first = await idOf({ ...env, REGISTRATION_TOKEN: await registration() });
    expect(existsSync(join(home, 'cirata', 'credentials'))).toBe(false);
    expect(await idOf(env)).toBe(first);
    await expect(idOf(NO_KEYRING)).rejects.toThrow('NO_TOKEN');
  });

  /** A message bus with an unlocked Secret Service, until its stdin ends. Prints its address. */
  async function openSession(): Promise<string> {
    const script =
      'echo -n pw | gnome-keyring-daemon --unlock --components=secrets >&2; echo "$DBUS_SESSION_BUS_ADDRESS"; read -r _';
    const runtime = join(home, 'run');
    await mkdir(runtime, { mode: 0o700 });
    const child = spawn('dbus-run-session', ['--', 'bash', '-c', script], {
      env: { PATH: process.env['PATH'], HOME: home, XDG_RUNTIME_DIR: runtime },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    session = child;
    for await (const address of createInterface(child.stdout)) return address;
    throw new Error('the session ended before it said its address');
  }
});
