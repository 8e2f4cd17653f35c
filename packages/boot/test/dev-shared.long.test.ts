import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../../test/support/eventually.js';
import { freePort } from '../../../test/support/free-port.js';
import { Cli, runCli } from './cli.js';
import { greeter, Project } from './project.js';

const boot = resolve(__dirname, '../bin/symphony-boot.mjs');

describe('several symphony-boot dev', () => {
  let one: Project;
  let other: Project;
  const running: Cli[] = [];
  beforeEach(async () => {
    one = await Project.create({ 'src/app.ts': greeter('one', 'first') });
    other = await Project.create({ 'src/app.ts': greeter('two', 'second') });
  });
  afterEach(async () => {
    for (const cli of running.splice(0)) {
      cli.signal('SIGKILL');
      await cli.ended;
    }
    await one[Symbol.asyncDispose]();
    await other[Symbol.asyncDispose]();
  });

  const start = (project: Project, ...args: string[]): Cli => {
    const cli = new Cli(['dev', 'src/app.ts', ...args], { cwd: project.folder });
    running.push(cli);
    return cli;
  };
  const access = async (cli: Cli, from = 0): Promise<string[]> => {
    const [, address = '', token = ''] = await cli.waitFor(/SYMPHONY_ADDRESS=(\S+) SYMPHONY_TOKEN=(\S+)/, from);
    return ['--address', address, '--token', token];
  };

  it('share one platform, and go on with another when its owner ends', async () => {
    const port = String(await freePort());
    const owner = start(one, '--port', port);
    const first = await access(owner);
    const joined = start(other, '--port', port);
    await joined.waitFor(new RegExp(`platform: http://127.0.0.1:${port} \\(joined\\)`));
    const second = await access(joined);
    const { stdout } = await runCli(['invoke', 'second', 'greet', ...first], { cwd: one.folder });
    expect(JSON.parse(stdout)).toMatchObject({ message: 'two' });
    const back = await runCli(['invoke', 'first', 'greet', ...second], { cwd: one.folder });
    expect(JSON.parse(back.stdout)).toMatchObject({ message: 'one' });

    const before = joined.stdout.length;
    owner.signal('SIGKILL');
    await joined.waitFor(/the platform has ended/, before);
    await joined.waitFor(new RegExp(`platform: http://127.0.0.1:${port}$`, 'm'), before);
    await joined.waitFor(/live: second/, before);
    joined.signal('SIGINT');
    expect((await joined.ended).code).toBe(0);
  });

  it('share the platform of a data folder', async () => {
    const owner = start(one, '--port', '0', '--data', one.path('data'));
    const [, address] = await access(owner);
    const joined = start(other, '--port', '0', '--data', one.path('data'));
    await joined.waitFor(new RegExp(`platform: ${address} \\(joined\\)`));
    await joined.waitFor(/live: second/);
  });

  it('have platforms of their own with --port 0', async () => {
    const addresses = [];
    for (const project of [one, other]) {
      addresses.push((await start(project, '--port', '0').waitFor(/platform: (http:\S+)$/m))[1]);
    }
    expect(new Set(addresses).size).toBe(2);
  });
});

describe('symphony-boot dev on a terminal', () => {
  it('writes what the module logs for people', async () => {
    await using project = await Project.create({
      'src/app.ts': greeter('one').replace('greet() {', 'greet() {\n    console.log("a line of its own");'),
    });
    const command = `${process.execPath} ${boot} dev src/app.ts --port 0`;
    const terminal = promisify(execFile)('script', ['--quiet', '--command', command, '/dev/null'], {
      cwd: project.folder,
      env: { ...process.env, NO_COLOR: '1', LOG_LEVEL: 'info' },
    });
    let shown = '';
    terminal.child.stdout?.on('data', (text: string) => (shown += text));
    const seen = (): boolean => /live: greeter/.test(shown) && /INFO {2}\[greeter\]/.test(shown);
    await eventually('it is live', seen);
    terminal.child.kill('SIGINT');
    await terminal.catch(() => undefined);
    expect(shown).not.toContain('"timestamp"');
  });

  it('says of each line which of several instances wrote it, errors included', async () => {
    await using project = await Project.create({
      'src/app.ts': `${greeter('one')}\nconsole.error('first\\nsecond'); process.stdout.write('no end');`,
    });
    const command = `${process.execPath} ${boot} dev src/app.ts --port 0 --instances 2`;
    const terminal = promisify(execFile)('script', ['--quiet', '--command', command, '/dev/null'], {
      cwd: project.folder,
      env: { ...process.env, NO_COLOR: '1', LOG_LEVEL: 'info' },
    });
    let shown = '';
    terminal.child.stdout?.on('data', (text: string) => (shown += text));
    await eventually('both are live', () => (shown.match(/live: greeter/g) ?? []).length === 2);
    terminal.child.kill('SIGINT');
    await terminal.catch(() => undefined);
    const lines = shown.split('\r\n');
    for (const instance of ['#1', '#2']) {
      expect(lines).toEqual(expect.arrayContaining([`${instance} first`, `${instance} second`]));
      expect(shown).toContain(`${instance} no end`);
    }
  });
});
