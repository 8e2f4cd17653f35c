import { openFileStore } from '@symphony-ts/client/internal';
import { formatToken } from '@symphony-ts/contract';
import { runCli } from './cli.js';
import { Project } from './project.js';

// Otherwise the command would use the keyring of the person who runs the tests.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('symphony-boot credentials', () => {
  let project: Project;
  beforeEach(async () => {
    project = await Project.create();
    const store = openFileStore({ XDG_CONFIG_HOME: project.path('.config') });
    const created = '2030-01-01T00:00:00.000Z';
    await store.write('ext-catalog', { token: token('KEYONE'), prefix: 'catalog', created });
    await store.write('client', { token: token('KEYTWO') });
  });
  afterEach(() => project[Symbol.asyncDispose]());
  const token = (keyId: string) => formatToken({ host: 'symphony.example.com', keyId, secret: 'a-secret-to-keep' });
  const run = (...args: string[]) => runCli(['credentials', ...args], { cwd: project.folder });

  it('lists what is stored, without the secrets', async () => {
    const { code, stdout, stderr } = await run('list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ext-catalog +catalog +symphony\.example\.com +KEYONE +2030-01-01/m);
    expect(stdout).toMatch(/^client +- +symphony\.example\.com +KEYTWO +-$/m);
    const json = await run('list', '--json');
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ name: 'client', keyId: 'KEYTWO' }));
    expect(stdout + json.stdout).not.toContain('a-secret-to-keep');
  });

  it('removes one', async () => {
    expect(await run('remove', 'ext-catalog')).toMatchObject({ code: 0, stderr: 'removed ext-catalog\n' });
    expect((await run('list')).stdout).not.toContain('ext-catalog');
    const again = await run('remove', 'ext-catalog');
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('[NOT_FOUND]') });
    expect(await run('remove', '../escape')).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot name') });
  });

  it('clears all', async () => {
    expect(await run('clear')).toMatchObject({ code: 0, stderr: 'removed client, ext-catalog\n' });
    expect(await run('list')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('nothing is stored'),
    });
    expect(await run('clear')).toMatchObject({ code: 0, stderr: 'nothing was stored\n' });
  });
});
