import { runCli } from './cli.js';
import { Project } from './project.js';

describe('symphony-boot', () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.create();
  });
  afterAll(() => project[Symbol.asyncDispose]());
  const run = (...args: string[]) => runCli(args, { cwd: project.folder });

  it('prints its help to stdout, with every command and the exit codes', async () => {
    const { code, stdout, stderr } = await run('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const commands = 'new run dev platform manifest openapi invoke doctor keys credentials'.split(' ');
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Exit codes');
  });

  it('prints its version', async () => {
    const { code, stdout } = await run('--version');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['run'], "missing required argument 'module'"],
    [['run', 'a.js', '--frob'], "unknown option '--frob'"],
    [['run', 'a.js', '--address', 'https://host/path'], 'must not have a path'],
    [['run', 'a.js', '--nats', 'nats://h', '--token', 't'], 'cannot be used with'],
    [['invoke', 'catalog', 'add', '{name:'], 'It is not JSON'],
    [['invoke', 'Hel lo', 'add'], 'A prefix is lower case'],
    [['invoke', 'catalog', 'add', '--timeout', '0'], 'It must be above 0'],
    [['platform'], "required option '--data <folder>'"],
    [['platform', 'backup', 'b', '--data', 'd'], 'give a passphrase'],
    [['platform', 'restore', 'b'], "required option '--data <folder>'"],
    [['platform', '--data', 'd', '--port', '70000'], 'at most 65535'],
    [['platform', '--data', 'd', '--tls-cert', 'c.pem'], '--tls-cert and --tls-key go together'],
    [['keys', 'create', 'x', '--expires', 'yesterday'], 'in the future'],
    [['keys', 'create', 'x', '--kind', 'magic'], 'Allowed choices are extension, client, registration'],
    [['keys', 'create', 'x'], '--kind extension needs --prefix'],
    [['keys', 'create', 'x', '--kind', 'registration'], '--kind registration needs --prefix'],
    [['new', '42'], 'gives no prefix'],
    [['new', 'x', '--prefix', 'Upper'], 'A prefix is lower case'],
  ])('ends with 2 for %j', async (args, words) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stdout).toBe('');
  });

  it('says at once that this Node is too old', async () => {
    await project.write(
      'old-node.cjs',
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } });",
    );
    const env = { NODE_OPTIONS: `--require=${project.path('old-node.cjs')}` };
    const { code, stdout, stderr } = await runCli(['--version'], { cwd: project.folder, env });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe('symphony-boot needs Node 20.19 or later, and this is Node 20.18.3: install a newer one.\n');
  });

  it('shows its commands and ends with 2 without one', async () => {
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: symphony-boot');
  });
});
