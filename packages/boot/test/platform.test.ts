import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
      // The oldest supported server has published vulnerabilities.
      expect.stringMatching(/^(ok {4}|warn {2})server$/),
      // It does not flush each write either.
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

  it('grants what is named beside what is its own', async () => {
    const made = await asAdmin('keys', 'create', 'G', '--prefix', 'greeter', '--pub', 'cirata.extensions.prices.of');
    const args = ['--token', made.stdout.trim(), '--address', address];
    const json = JSON.parse((await run('keys', 'list', '--json', ...args)).stdout) as object[];
    const pub = { allow: [...eventSubjects('greeter'), 'cirata.extensions.prices.of'] };
    expect(json).toEqual([expect.objectContaining({ capabilities: expect.objectContaining({ pub }) })]);
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

  it('ends with 1 when its NATS server has ended, so that a supervisor starts both again', async () => {
    const lock = await readFile(join(project.folder, 'data', 'jetstream', 'symphony.lock'), 'utf8');
    process.kill((JSON.parse(lock) as { server: { pid: number } }).server.pid, 'SIGKILL');
    const { code, stderr } = await platform.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('[NATS_SERVER_FAILED] the NATS server of the platform ended');
  });
});
