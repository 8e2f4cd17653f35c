import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { Cli, runCli } from './cli.js';
import { greeter, Project } from './project.js';

describe('what symphony-boot platform, keys and doctor refuse', () => {
  let project: Project;
  let platform: Cli;
  let address: string;
  let admin: string;

  beforeAll(async () => {
    project = await Project.create({ 'greeter.ts': greeter('Hello') });
    await project.write(
      'caller.ts',
      greeter('Hello')
        .replace('Endpoint, ', 'Capability, Endpoint, ')
        .replace('@Extension', "@Capability('pub', 'extensions.prices.of', 'Prices')\n@Extension"),
    );
    platform = new Cli(['platform', '--data', 'data', '--port', '0', '--nats-port', '0', '--admin-token'], {
      cwd: project.folder,
    });
    admin = (await platform.waitFor(/^(\S+\.\S+\.\S+)\n$/m))[1] ?? '';
    address = /platform: (http:\S+),/.exec(platform.stderr)?.[1] ?? '';
  });
  afterAll(async () => {
    platform.signal('SIGKILL');
    await platform.ended;
    await project[Symbol.asyncDispose]();
  });

  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  const asAdmin = (...args: string[]) =>
    runCli(args, { cwd: project.folder, env: { SYMPHONY_TOKEN: admin, SYMPHONY_ADDRESS: address } });

  it('says what the platform refuses', async () => {
    const { stdout } = await asAdmin('keys', 'create', 'nobody', '--kind', 'client');
    const env = { SYMPHONY_TOKEN: stdout.trim(), SYMPHONY_ADDRESS: address };
    const refused = await runCli(['keys', 'create', 'more', '--kind', 'client'], { cwd: project.folder, env });
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('services.keys.create') });
    expect(await asAdmin('keys', 'revoke', 'NOBODY')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[API_KEY_NOT_FOUND] there is no API key 'NOBODY'"),
    });
    expect(await asAdmin('keys', 'create', 'x', '--prefix', 'greeter', '--pub', 'cirata.extensions.>')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('a wildcard may not reach into another extension'),
    });
  });

  it('fails for a key that is not of the extension which is asked for', async () => {
    const client = (await asAdmin('keys', 'create', 'Somebody', '--kind', 'client')).stdout.trim();
    const other = (await asAdmin('keys', 'create', 'Other', '--prefix', 'other')).stdout.trim();
    for (const [token, words] of [
      [client, "'Somebody' belongs to a plain client, not to extension 'greeter'"],
      [other, "'Other' belongs to extension 'other', not to extension 'greeter'"],
    ] as const) {
      const { code, stdout } = await run('doctor', 'greeter.ts', '--token', token, '--address', address);
      expect(code).toBe(1);
      expect(stdout).toContain('FAIL  exchange');
      expect(stdout).toContain(words);
      expect(stdout).toContain('-> make a key: symphony-boot keys create "greeter" --prefix greeter');
    }
  });

  it('finds capabilities that a module declares and its key does not hold', async () => {
    const { stdout } = await asAdmin('keys', 'create', 'Greeter', '--prefix', 'greeter');
    const args = ['doctor', 'caller.ts', '--token', stdout.trim(), '--address', address];
    const checked = await run(...args);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(/^FAIL {2}permissions .*pub cirata\.extensions\.prices\.of/m);
    expect(checked.stdout).toMatch(/-> have them granted/);
  });

  it('says at which step a connection stops', async () => {
    const steps = async (...args: string[]) => {
      const { code, stdout } = await run('doctor', ...args, '--json');
      expect(code).toBe(1);
      const report = JSON.parse(stdout) as { steps: { step: string; outcome: string; remedy?: string }[] };
      const failed = report.steps.filter(({ outcome }) => outcome === 'failed');
      expect(failed).toHaveLength(1);
      expect(failed[0]?.remedy).toEqual(expect.any(String));
      return failed[0]?.step;
    };
    const closed = await listen();
    const { port } = closed.address() as AddressInfo;
    await close(closed);
    expect(await steps()).toBe('token');
    expect(await steps('--token', 'abc')).toBe('token form');
    expect(await steps('--token', admin, '--address', `http://127.0.0.1:${port}`)).toBe('HTTP');
    expect(await steps('--token', `${admin.slice(0, -4)}AAAA`, '--address', address)).toBe('exchange');
  });

  it.each([
    ['HTTP', '--port', '--nats-port'],
    ['NATS', '--nats-port', '--port'],
  ])('names a busy %s port', async (_which, busyFlag, otherFlag) => {
    const busy = await listen();
    const { port } = busy.address() as AddressInfo;
    const { code, stdout, stderr } = await run('platform', '--data', 'other', busyFlag, `${port}`, otherFlag, '0');
    await close(busy);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^\[PORT_IN_USE\]/m);
    expect(stderr).toContain(`${port}`);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['missing', undefined, 'NATS_SERVER_NOT_FOUND'],
    ['too old', '#!/bin/sh\necho "nats-server: v2.8.4"\n', 'NATS_SERVER_TOO_OLD'],
  ])('refuses a nats-server that is %s', async (_what, script, errorCode) => {
    const binary = project.path('fake-nats-server');
    await project.forget('fake-nats-server');
    if (script !== undefined) {
      await writeFile(binary, script);
      await chmod(binary, 0o755);
    }
    for (const args of [
      ['platform', '--data', 'other'],
      ['dev', 'greeter.ts'],
    ]) {
      const { code, stderr } = await runCli(args, { cwd: project.folder, env: { NATS_SERVER_BIN: binary } });
      expect(code).toBe(1);
      expect(stderr).toContain(`[${errorCode}]`);
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });

  it('says what the system says about a data folder that cannot be one', async () => {
    await project.write('a-file', '');
    const { code, stderr } = await run('platform', '--data', 'a-file', '--port', '0', '--nats-port', '0');
    expect(code).toBe(1);
    expect(stderr).toMatch(/a-file/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

function listen(): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => done(server));
  });
}

const close = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));
