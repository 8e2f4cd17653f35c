import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NatsServer } from '@symphony-ts/nats-server';
import { type HubAndLeaf, startHubAndLeaf } from '../../../test/support/hub-and-leaf.js';
import { Cli, runCli } from './cli.js';
import { Project } from './project.js';

/** An extension that stores its input. */
const notebook = `
import { Bucket, Endpoint, Extension, ExtensionContext } from '@symphony-ts/extension';

@Extension({ prefix: 'notebook', name: 'Notebook', version: '1.0.0' })
@Bucket('notebook_lines', { history: 2 })
export class Notebook {
  constructor(private readonly context: ExtensionContext) {}

  @Endpoint()
  async keep(line: string) {
    const lines = await this.context.bucket('notebook_lines');
    const revision = await lines.put('last', line);
    return { revision, line: (await lines.get('last'))?.value };
  }
}
`;

describe('symphony-boot on a leaf node without JetStream', () => {
  let servers: HubAndLeaf;
  let leaf: NatsServer;
  let project: Project;
  beforeAll(async () => {
    servers = await startHubAndLeaf();
    leaf = servers.leaf;
    project = await Project.create({ 'notebook.ts': notebook });
    const contexts = join(project.folder, '.config', 'nats', 'context');
    await mkdir(contexts, { recursive: true });
    await writeFile(join(contexts, 'edge.json'), JSON.stringify({ url: leaf.url, jetstream_domain: 'hub' }));
  });
  afterAll(async () => {
    await project[Symbol.asyncDispose]();
    await servers.stop();
  });

  it.each([
    ['a domain', () => ['--nats', leaf.url, '--js-domain', 'hub']],
    ['a prefix of the API', () => ['--nats', leaf.url, '--js-api-prefix', '$JS.hub.API']],
    ['a context with a domain', () => ['--context', 'edge']],
  ])('keeps buckets in the hub, by %s', async (_way, flags) => {
    const extension = new Cli(['run', 'notebook.ts', ...flags()], { cwd: project.folder });
    await extension.waitFor(/is live/);
    const answer = await runCli(['invoke', 'notebook', 'keep', '"ham"', ...flags()], { cwd: project.folder });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(answer.stdout)).toEqual({ revision: expect.any(Number), line: 'ham' });
    extension.signal('SIGTERM');
    expect(await extension.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('says what is missing without either', async () => {
    const { code, stderr } = await runCli(['run', 'notebook.ts', '--nats', leaf.url], { cwd: project.folder });
    expect(code).toBe(1);
    expect(stderr).toContain('--js-domain');
  });
});
