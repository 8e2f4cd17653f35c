import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { eventSubjects } from '@symphony-ts/contract';
import { eventually } from '../../../test/support/eventually.js';
import { Cli, runCli } from './cli.js';
import { greeter, Project } from './project.js';

describe('symphony-boot platform, keys and doctor', () => {
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

  it('makes, lists and revokes keys', async () => {
    const made = await asAdmin('keys', 'create', 'Greeter', '--prefix', 'greeter', '--expires', '1h', '--notes', 'n');
    const id = /^key (\w+)$/m.exec(made.stderr)?.[1] ?? '';
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+\n$/) });
    const token = made.stdout.trim();
    const listed = await asAdmin('keys', 'list');
    expect(listed.stdout).toMatch(new RegExp(`^${id} +extension +greeter +Greeter +until `, 'm'));
    expect(listed.stdout).not.toContain(token);
    const json = JSON.parse((await asAdmin('keys', 'list', '--json')).stdout) as { id: string }[];
    expect(json).toContainEqual(expect.objectContaining({ id, notes: 'n', prefix: 'greeter' }));

    expect(await asAdmin('keys', 'revoke', id)).toMatchObject({ code: 0, stdout: '', stderr: `revoked ${id}\n` });
    expect((await asAdmin('keys', 'list')).stdout).toMatch(new RegExp(`^${id} .* revoked `, 'm'));
    const used = await run('doctor', '--token', token, '--address', address);
    expect(used).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAIL {2}exchange .*revoked/m) });
  });

  it('makes registration tokens with their limits', async () => {
    const args = ['--kind', 'registration', '--prefix', 'team-*', '--max-uses', '2', '--json'];
    const made = JSON.parse((await asAdmin('keys', 'create', 'Team', ...args)).stdout) as Record<string, string>;
    const json = JSON.parse((await asAdmin('keys', 'list', '--json')).stdout) as { id: string }[];
    const registers = expect.objectContaining({ prefixes: 'team-*', maxUses: 2 });
    expect(json).toContainEqual(expect.objectContaining({ id: made['id'], registers }));
    const checked = await run('doctor', '--token', made['token'] ?? '', '--address', address);
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('may make keys for team-*, nothing else'),
    });
    const again = JSON.parse((await asAdmin('keys', 'list', '--json')).stdout) as unknown[];
    expect(again).toHaveLength(json.length);
  });

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

  it('passes every step of doctor for a key that works, as text and as JSON', async () => {
    const { stdout } = await asAdmin('keys', 'create', 'Greeter', '--prefix', 'greeter');
    const env = { SYMPHONY_TOKEN_GREETER: stdout.trim(), SYMPHONY_ADDRESS: address };
    const checked = await runCli(['doctor', 'greeter.ts'], { cwd: project.folder, env });
    expect(
      checked.stdout
        .trimEnd()
        .split('\n')
        .filter((line) => /^\w/.test(line))
        .map((line) => line.slice(0, 18).trim()),
    ).toEqual([
      'ok    token',
      'ok    token form',
      'ok    address',
      'ok    HTTP',
      'ok    clock',
      'ok    exchange',
      'ok    NATS',
      // The oldest supported server has published holes.
      expect.stringMatching(/^(ok {4}|warn {2})server$/),
      // Nor does it flush each write.
      expect.stringMatching(/^(ok {4}|warn {2})storage$/),
      'ok    permissions',
    ]);
    expect({ code: checked.code, stderr: checked.stderr }).toEqual({ code: 0, stderr: '' });
    const json = await runCli(['doctor', 'greeter.ts', '--json'], { cwd: project.folder, env });
    const report = JSON.parse(json.stdout) as { ok: boolean; steps: object[] };
    expect(report.ok).toBe(true);
    expect(report.steps).toHaveLength(10);
    expect(json.stdout + checked.stdout).not.toContain(stdout.trim());
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

  it('grants what is named beside what is its own', async () => {
    const made = await asAdmin('keys', 'create', 'G', '--prefix', 'greeter', '--pub', 'cirata.extensions.prices.of');
    const args = ['--token', made.stdout.trim(), '--address', address];
    const json = JSON.parse((await run('keys', 'list', '--json', ...args)).stdout) as object[];
    const pub = { allow: [...eventSubjects('greeter'), 'cirata.extensions.prices.of'] };
    expect(json).toEqual([expect.objectContaining({ capabilities: expect.objectContaining({ pub }) })]);
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

  it('stops on SIGINT with 0 and is the same platform when started again', async () => {
    platform.signal('SIGINT');
    expect((await platform.ended).code).toBe(0);
    platform = new Cli(['platform', '--data', 'data', '--port', '0', '--nats-port', '0'], { cwd: project.folder });
    await eventually('it is up', () => platform.stderr.includes('platform: http'));
    const args = ['--address', /platform: (http:\S+),/.exec(platform.stderr)?.[1] ?? ''];
    expect(await run('keys', 'list', '--token', admin, ...args)).toMatchObject({ code: 0 });
    expect(platform.stdout).toBe('');
  });
});

function listen(): Promise<Server> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => done(server));
  });
}

const close = (server: Server): Promise<void> => new Promise((done) => server.close(() => done()));
