import { Cli, type CliResult, runCli } from './cli.js';
import { Project } from './project.js';

const shop = `
import { Endpoint, EndpointError, Extension, OnCommand } from '@symphony-ts/extension';

@Extension({ prefix: 'shop', name: 'Shop', version: '1.0.0' })
export class Shop {
  @Endpoint() refuse() { throw new EndpointError(409, 'sold out', { left: 0 }); }
  @Endpoint() fail() { throw new Error('a secret of the shop'); }
  @OnCommand('reindex') reindex(payload: { from: number }) { return { done: payload.from + 1 }; }
}
`;

describe('symphony-boot admin, keys update, command and invoke', () => {
  let project: Project;
  let dev: Cli;
  let access: readonly string[];
  let admin: readonly string[];

  beforeAll(async () => {
    project = await Project.create({ 'src/shop.ts': shop });
    dev = new Cli(['dev', 'src/shop.ts', '--port', '0', '--no-ui'], { cwd: project.folder });
    const [, address = '', token = ''] = await dev.waitFor(/SYMPHONY_ADDRESS=(\S+) SYMPHONY_TOKEN=(\S+)/);
    access = ['--address', address, '--token', token];
    // All tests share one session, because a platform accepts thirty sign-ins a minute.
    const session = (await (await fetch(`${address}/api/v1/usertoken`)).json()) as { readonly token: string };
    admin = ['--address', address, '--token', session.token];
  });
  afterAll(async () => {
    dev.signal('SIGKILL');
    await dev.ended;
    await project[Symbol.asyncDispose]();
  });

  const run = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: project.folder });
  const asAdmin = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await run(...args, ...admin);
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  const json = async (...args: string[]): Promise<unknown> => JSON.parse(await asAdmin(...args)) as unknown;

  it.each([
    ['roles', 'name', { groups: ['sales'], capabilities: { pub: { allow: [] }, sub: { allow: [] } } }],
    ['business-units', 'id', { name: 'Sales', quota: 5 }],
    ['rules', 'id', { extension: 'shop-*', unit: 'other' }],
  ])('writes, lists and deletes %s', async (collection, id, body) => {
    await asAdmin('admin', 'business-units', 'put', 'other', '{"name":"Other"}');
    const record = { [id]: 'sales', ...body };
    expect(await json('admin', collection, 'put', 'sales', JSON.stringify(body))).toMatchObject(record);
    expect(await json('admin', collection, 'list', '--json')).toContainEqual(expect.objectContaining(record));
    expect(await asAdmin('admin', collection, 'list')).toMatch(/^sales /m);
    await asAdmin('admin', collection, 'delete', 'sales');
    expect(await json('admin', collection, 'list', '--json')).not.toContainEqual(
      expect.objectContaining({ [id]: 'sales' }),
    );
    const again = await run('admin', collection, 'delete', 'sales', ...admin);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/404/) });
  });

  it('lists licences, the audit log and whose token it is', async () => {
    expect(await json('admin', 'licenses', 'list', '--json')).toEqual([]);
    expect(await json('admin', 'audit', '--count', '1', '--json')).toHaveLength(1);
    expect(await asAdmin('admin', 'audit')).toContain('person.sign-in');
    expect(await asAdmin('admin', 'audit', '--refusals')).not.toContain('person.sign-in');
    expect(await json('admin', 'whoami')).toMatchObject({ roles: [{ name: 'administrator' }] });
  });

  it('says what is wrong with a record', async () => {
    const { code, stderr } = await run('admin', 'rules', 'put', 'r', '{"unit":"nowhere"}', ...admin);
    expect(code).toBe(1);
    expect(stderr).toMatch(/code: INVALID_REQUEST/);
    expect(stderr).toMatch(/details: .*no such business unit/s);
  });

  it('changes a key, and leaves what is not named', async () => {
    const made = (await json('keys', 'create', 'Old', '--prefix', 'shop', '--notes', 'n', '--json')) as { id: string };
    const find = async (): Promise<unknown> =>
      ((await json('keys', 'list', '--json')) as { id: string }[]).find(({ id }) => id === made.id);
    await asAdmin(
      'keys',
      'update',
      made.id,
      '--name',
      'New',
      '--expires',
      '1h',
      '--pub',
      'cirata.extensions.stock.take',
    );
    expect(await find()).toMatchObject({ name: 'New', notes: 'n', expires: expect.any(String) });
    expect(JSON.stringify(await find())).toContain('cirata.extensions.stock.take');
    await asAdmin('keys', 'update', made.id, '--expires', 'never', '--notes', '', '--default-rights');
    expect(await find()).toMatchObject({ name: 'New' });
    expect(await find()).not.toHaveProperty('expires');
    expect(await find()).not.toHaveProperty('notes');
    expect(JSON.stringify(await find())).not.toContain('stock.take');
    expect(await run('keys', 'update', made.id, ...admin)).toMatchObject({ code: 2 });
    const unknown = await run('keys', 'update', 'NOBODY', '--name', 'x', ...admin);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('[API_KEY_NOT_FOUND]') });
  });

  it('sends a command and prints its result', async () => {
    const { code, stdout } = await run('command', 'shop', 'reindex', '{"from":1}', ...access);
    expect({ code, answer: JSON.parse(stdout) as unknown }).toEqual({ code: 0, answer: { done: 2 } });
    const unknown = await run('command', 'shop', 'nothing', ...access);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/code: UNKNOWN_COMMAND/) });
  });

  it('prints code, error id and details of a refusal', async () => {
    const refused = await run('invoke', 'shop', 'refuse', ...access);
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('sold out') });
    expect(refused.stderr).toMatch(/details: \{ left: 0 \}/);
    const failed = await run('invoke', 'shop', 'fail', ...access);
    expect(failed.stderr).not.toContain('secret');
    const id = /error id: (\w+)/.exec(failed.stderr)?.[1] ?? '-';
    expect(dev.stdout).toContain(id);
  });
});
