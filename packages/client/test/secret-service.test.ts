import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildChild, type ChildProgram } from './child-program.js';

/*
 * A real Secret Service on its own bus. It needs `gnome-keyring` and `dbus` from the system's package manager. Without them
 * the test is reported as skipped, and in CI as failed.
 */
const isPresent = ['gnome-keyring-daemon', 'dbus-run-session', 'secret-tool'].every(
  (program) => spawnSync('which', [program]).status === 0,
);
const whenPresent = isPresent || process.env['CI'] ? it : it.skip;
const unlocked = 'echo -n pw | gnome-keyring-daemon --unlock --components=secrets > /dev/null; exec "$@"';

let program: ChildProgram;
let home: string;
beforeAll(async () => {
  program = await buildChild('secret-service');
});
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'secret-service-'));
  await mkdir(join(home, 'run'), { mode: 0o700 });
});
afterEach(() => rm(home, { recursive: true, force: true }));
afterAll(() => program?.[Symbol.asyncDispose]());

const stored = { token: 'T.1.secret', prefix: 'catalog' };

describe('openCredentialStore', () => {
  whenPresent('keeps credentials in the Secret Service where there is one', async () => {
    const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_CONFIG_HOME: home };
    const child = program.start(env, ['dbus-run-session', '--', 'bash', '-c', unlocked, 'bash']);
    await expect(child.next()).resolves.toBe("the system's keyring");
    await expect(child.next()).resolves.toEqual(stored);
    await expect(child.next()).resolves.toEqual([{ name: 'ext-catalog', ...stored }]);
    await expect(child.next()).resolves.toBeNull();
    await expect(child.next()).resolves.toBe(true);
    await expect(child.next()).resolves.toBe(false);
    await expect(child.next()).resolves.toEqual([]);
    await expect(child.ended).resolves.toBe(0);
  });

  whenPresent('stores what other programs find there', async () => {
    const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), XDG_CONFIG_HOME: home, PAUSE: '1' };
    // The child stops after writing. secret-tool reads in the same session, and then lets the child continue.
    const look = `${unlocked.replace('exec "$@"', '')} coproc CHILD { "$@"; }; read -r _ <&"\${CHILD[0]}"; read -r _ <&"\${CHILD[0]}"; secret-tool lookup service cirata username ext-catalog | sed 's/$/\\n/'; kill "$CHILD_PID"`;
    const child = program.start(env, ['dbus-run-session', '--', 'bash', '-c', look, 'bash']);
    await expect(child.next()).resolves.toEqual(stored);
  });

  it('keeps them in files where there is none', async () => {
    const env = {
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      XDG_CONFIG_HOME: home,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
    };
    const child = program.start(env);
    await expect(child.next()).resolves.toBe(join(home, 'cirata', 'credentials'));
    await expect(child.next()).resolves.toEqual(stored);
    await expect(child.next()).resolves.toEqual([{ name: 'ext-catalog', ...stored }]);
    await expect(child.ended).resolves.toBe(0);
  });
});
