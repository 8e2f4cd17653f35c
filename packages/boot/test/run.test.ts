import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SymphonyClient } from '@symphony-ts/client';
import { startNatsServer } from '@symphony-ts/nats-server';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../test/support/eventually.js';
import { Cli, runCli } from './cli.js';
import { greeter, Project } from './project.js';

/** An extension whose `wait` answers when a file exists. */
const patient = (folder: string): string => `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Endpoint, Extension, OnStop } from '@symphony-ts/extension';

@Extension({ prefix: 'patient', name: 'Patient', version: '1.0.0' })
export class Patient {
  @Endpoint({ timeoutMs: 0 })
  async wait() {
    writeFileSync('${folder}/asked', '');
    while (!existsSync('${folder}/go')) await sleep(10);
    return { done: true };
  }

  @OnStop()
  stopped(reason: string) {
    console.log('stop hook: ' + reason);
  }
}
setInterval(() => undefined, 1_000); // an open handle of a module must not keep the command alive
`;

describe('symphony-boot run', () => {
  let platform: Platform;
  let project: Project;
  beforeAll(async () => {
    platform = await startPlatform({ dev: { grantDeclared: true } });
    project = await Project.create({ 'greeter.ts': greeter('Hello') });
    await project.write('patient.ts', patient(project.folder));
  });
  afterAll(async () => {
    await platform.stop();
    await project[Symbol.asyncDispose]();
  });

  const keyOf = (prefix: string) => platform.keys.create({ kind: 'extension', prefix, name: prefix });
  const clientToken = async () => (await platform.keys.create({ kind: 'client', name: 'caller' })).token;
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });
  const boot = (file: string, token: string) =>
    new Cli(['run', file], {
      cwd: project.folder,
      env: { SYMPHONY_TOKEN: token, SYMPHONY_ADDRESS: platform.httpUrl },
    });

  it('serves until SIGTERM; invoke asks it, or one of its instances', async () => {
    const key = await keyOf('greeter');
    const extension = boot('greeter.ts', key.token);
    await extension.waitFor(/is live/);
    const access = ['--token', await clientToken(), '--address', platform.httpUrl];

    const answer = await run('invoke', 'greeter', 'greet', ...access);
    expect({ code: answer.code, stderr: answer.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(answer.stdout)).toEqual({ message: 'Hello', pid: extension.pid });
    const instance = await run('invoke', 'greeter', 'who', '--instance', key.id, ...access);
    expect(JSON.parse(instance.stdout)).toEqual({ pid: extension.pid });
    const nobody = await run('invoke', 'greeter', 'nothing', '--timeout', '1000', ...access);
    expect(nobody).toMatchObject({ code: 1, stdout: '', signal: undefined });
    expect(nobody.stderr).toMatch(/^\[(NO_RESPONDERS|TIMEOUT)\]/);

    extension.signal('SIGTERM');
    const { code, stdout, stderr } = await extension.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('answers what was accepted before it ends on %s', async (signal) => {
    await project.forget('asked', 'go');
    const extension = boot('patient.ts', (await keyOf('patient')).token);
    await extension.waitFor(/is live/);
    await using client = await SymphonyClient.connect({ token: await clientToken(), address: platform.httpUrl });
    const answer = client.extension('patient').invoke('wait', {}, { timeoutMs: 30_000 });
    await eventually('the request is under way', () => existsSync(project.path('asked')));
    extension.signal(signal);
    await writeFile(project.path('go'), '');
    expect(await answer).toEqual({ done: true });
    const { code, stdout } = await extension.ended;
    expect(code).toBe(0);
    expect(stdout).toContain(`stop hook: ${signal}`);
  });

  it('ends at once on a second signal', async () => {
    await project.forget('asked', 'go');
    const extension = boot('patient.ts', (await keyOf('patient')).token);
    await extension.waitFor(/is live/);
    await using client = await SymphonyClient.connect({ token: await clientToken(), address: platform.httpUrl });
    const unanswered = client.extension('patient').invoke('wait', {}, { timeoutMs: 3_000 });
    const settled = unanswered.then(
      () => 'answered',
      () => 'not answered',
    );
    await eventually('the request is under way', () => existsSync(project.path('asked')));
    extension.signal('SIGTERM');
    const again = setInterval(() => extension.signal('SIGTERM'), 20);
    const { signal } = await extension.ended;
    clearInterval(again);
    expect(signal).toBe('SIGTERM');
    expect(await settled).toBe('not answered');
  });

  it('explains a token that is malformed, refused or missing', async () => {
    const { id, token } = await keyOf('greeter');
    await platform.keys.revoke(id);
    const cases: [string[], string][] = [
      [['--token', 'no-token'], '[INVALID_TOKEN]'],
      [['--token', token, '--address', platform.httpUrl], '[AUTHENTICATION_FAILED]'],
      [[], '[NO_TOKEN]'],
    ];
    for (const [args, words] of cases) {
      const { code, stderr } = await run('run', 'greeter.ts', ...args);
      expect(code).toBe(1);
      expect(stderr).toContain(words);
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(stderr).not.toContain(token);
    }
  });

  it('explains a host that cannot be reached, and one that is no platform', async () => {
    const { token } = await keyOf('greeter');
    const other = createServer((_request, response) => response.writeHead(404).end('<html>')).listen(0, '127.0.0.1');
    await eventually('it listens', () => other.listening);
    const { port } = other.address() as AddressInfo;
    const wrong = await run('run', 'greeter.ts', '--token', token, '--address', `http://127.0.0.1:${port}`);
    await new Promise((done) => other.close(done));
    const absent = await run('run', 'greeter.ts', '--token', token, '--address', `http://127.0.0.1:${port}`);
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('is it a Symphony platform?') });
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing listens there') });
    for (const { stderr } of [wrong, absent]) expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('runs on a plain NATS server too', async () => {
    await using nats = await startNatsServer();
    const extension = new Cli(['run', 'greeter.ts', '--nats', nats.url], { cwd: project.folder });
    await extension.waitFor(/is live/);
    const answer = await run('invoke', 'greeter', 'greet', '--nats', nats.url);
    expect(JSON.parse(answer.stdout)).toMatchObject({ message: 'Hello' });
    extension.signal('SIGINT');
    expect(await extension.ended).toMatchObject({ code: 0, stderr: '' });
  });
});
