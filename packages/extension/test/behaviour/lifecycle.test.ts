import { jetstreamManager } from '@nats-io/jetstream';
import { silentLogger } from '@symphony-ts/contract';
import { TestPlatform } from '@symphony-ts/testing';
import { eventually } from '../../../../test/support/eventually.js';
import {
  type ApplicationOptions,
  Capability,
  createApplication,
  Endpoint,
  Extension,
  ExtensionContext,
  OnStart,
  OnStop,
  Resource,
} from '../../src/index.js';
import { Child, ChildProgram } from '../child-program.js';

@Extension({ prefix: 'life', name: 'Life', version: '1.0.0', description: 'Lives' })
@Capability('sub', 'extensions.life', 'Life itself')
@Capability('pub', 'extensions.life.began', 'It began')
class Life {
  static steps: string[] = [];

  constructor(private readonly context: ExtensionContext) {}

  @OnStart()
  async begin(): Promise<void> {
    const list = await this.context.client.extensions();
    Life.steps.push(`start registered=${list.some(({ prefix }) => prefix === 'life')}`);
  }

  @Endpoint()
  alive() {
    return { alive: true };
  }

  @Resource('ui://life/page', { type: 'text/markdown' })
  page(): string {
    return `# ${this.context.prefix}`;
  }

  @OnStop()
  end(reason: string): void {
    Life.steps.push(
      `stop ${reason} closed=${this.context.connection.isClosed()} aborted=${this.context.signal.aborted}`,
    );
  }
}

@Extension({ prefix: 'failing', name: 'Failing', version: '1.0.0' })
class Failing {
  static connection: ExtensionContext['connection'] | undefined;

  constructor({ connection }: ExtensionContext) {
    Failing.connection = connection;
  }

  @OnStart()
  begin(): never {
    throw new Error('no database');
  }
}

describe('the life of an extension', () => {
  let platform: TestPlatform;
  let program: ChildProgram;
  beforeAll(async () => {
    [platform, program] = await Promise.all([TestPlatform.start(), ChildProgram.build('hello')]);
  });
  afterAll(async () => {
    await platform.stop();
    await program.remove();
  });
  beforeEach(() => {
    Life.steps = [];
  });

  const token = async (prefix: string): Promise<string> =>
    (await platform.platform.keys.create({ kind: 'extension', prefix, name: prefix })).token;
  const application = async (of: unknown, options: ApplicationOptions = {}) =>
    createApplication(of, { address: platform.platform.httpUrl, logger: silentLogger, signals: false, ...options });
  const summary = (prefix: string) =>
    platform.platform.registry.list().find((extension) => extension.prefix === prefix);

  it('[lifecycle.connect] [lifecycle.register] [lifecycle.setup] [lifecycle.before-connect] connects, sets up, then registers', async () => {
    const app = await application(Life, { token: await token('life') });
    expect(app.model.extensions[0]?.resources).toHaveLength(1);
    expect(app.extensions).toEqual([]);
    await app.start();
    expect(Life.steps).toEqual(['start registered=false']);
    expect(summary('life')).toMatchObject({ name: 'Life', description: 'Lives', endpoints: ['alive'] });
    await app.stop('enough');
    expect(Life.steps.at(-1)).toBe('stop enough closed=false aborted=true');
  });

  it('[init.name] [init.prefix] [init.description] [init.decorator] is known by what it declares', async () => {
    const { model } = await application(Life);
    expect(model.extensions[0]).toMatchObject({ prefix: 'life', name: 'Life', description: 'Lives' });
  });

  it.each(['Upper', '9nine', 'dot.ted', '', 'x'.repeat(49)])(
    '[init.prefix] cannot have the prefix %j',
    async (prefix) => {
      @Extension({ prefix, name: 'Odd', version: '1.0.0' })
      class Odd {}
      await expect(application(Odd)).rejects.toMatchObject({ code: 'INVALID_MODULE' });
    },
  );

  it('[cap.description] [cap.naming] [cap.inferred] declares its capabilities, and those of its handlers by itself', async () => {
    const { model } = await application(Life);
    expect(model.extensions[0]?.capabilities).toEqual([
      { type: 'sub', subject: 'extensions.life', description: 'Life itself' },
      { type: 'pub', subject: 'extensions.life.began', description: 'It began' },
      { type: 'sub', subject: 'extensions.life.alive', description: 'Endpoint alive' },
    ]);
  });

  it.each([
    ['cap.wildcard.own', 'extensions.wild.>', true],
    ['cap.wildcard.foreign', 'extensions.other.>', false],
    ['cap.wildcard.foreign', 'extensions.*.x', false],
    ['cap.naming', 'cirata.extensions.wild.x', false],
  ])('[%s] may declare %s: %s', async (_id, subject, isAllowed) => {
    @Capability('pub', subject, 'Wild')
    @Extension({ prefix: 'wild', name: 'Wild', version: '1.0.0' })
    class Wild {}
    const made = application(Wild).then(
      () => true,
      () => false,
    );
    expect(await made).toBe(isAllowed);
  });

  it('[lifecycle.heartbeat] says that it lives again and again, and at its end that it is gone', async () => {
    const app = await application(Life, { token: await token('life'), heartbeatMs: 50 });
    await app.start();
    const beat = (): string => summary('life')?.instances[0]?.timestamp ?? '';
    await eventually(() => beat() !== '');
    const first = beat();
    await eventually(() => beat() > first);
    expect(summary('life')).toMatchObject({ status: 'ok' });
    await app.stop();
    await eventually(() => summary('life')?.status === 'inactive');
  });

  it('[lifecycle.heartbeat] [lifecycle.disconnect] has its status on the wire, for 60 seconds, and its last one too', async () => {
    const app = await application(Life, { token: await token('life'), heartbeatMs: 50 });
    await app.start();
    const [running] = app.extensions;
    const instanceId = running?.instanceId ?? '';
    const { streams } = await jetstreamManager(await platform.inside('life'));
    const stream = 'KV_symphony_status';
    const status = async () => {
      const message = await streams.getMessage(stream, { last_by_subj: `$KV.symphony_status.life.${instanceId}` });
      return message?.json<{ readonly started: string; readonly timestamp: string }>();
    };
    expect((await streams.info(stream)).config).toMatchObject({ max_age: 60e9, max_msgs_per_subject: 1 });
    const first = await status();
    const identity = { prefix: 'life', instanceId, name: 'Life', version: '1.0.0' };
    expect(first).toEqual({
      ...identity,
      process: expect.any(String),
      status: 'ok',
      started: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    await app.stop('enough');
    const last = await status();
    expect(last).toMatchObject({ ...identity, status: 'disconnected', message: 'enough', started: first?.started });
    expect(Date.parse(last?.timestamp ?? '')).toBeGreaterThan(Date.parse(first?.timestamp ?? ''));
  });

  it('[error.startup] ends what it began where a start fails, with the reason', async () => {
    const app = await application(Failing, { token: await token('failing') });
    await expect(app.start()).rejects.toThrow('no database');
    expect(app.extensions).toEqual([]);
    expect(Failing.connection?.isClosed()).toBe(true);
    expect(summary('failing')).toBeUndefined();
  });

  it('[start.minimal] [init.token] [auth.env] [log.json] [log.fields] is a program that lives until it is told to end', async () => {
    const env = { SYMPHONY_TOKEN: await token('hello'), SYMPHONY_ADDRESS: platform.platform.httpUrl };
    const child = program.start([], env);
    await child.line('is live');
    const client = await platform.client();
    expect(await client.extension('hello').invoke('greet')).toEqual({ message: 'Hello, World!' });
    expect(await child.end('SIGINT')).toBe(0);
    const fields = { timestamp: expect.any(String), level: 'info', extension: 'hello', message: expect.any(String) };
    for (const line of child.lines) expect(JSON.parse(line)).toMatchObject(fields);
  });

  it('[start.no-token] [auth.never-prompts] ends with instructions where there is no token', async () => {
    // Its stdin stays open: a program that asked for a token there would wait for an answer.
    const child: Child = program.start([], { SYMPHONY_ADDRESS: platform.platform.httpUrl }, 'pipe');
    await expect(child.line('never')).rejects.toThrow(/\[NO_TOKEN\].*SYMPHONY_TOKEN/s);
    expect(await child.end('SIGTERM')).toBe(1);
  });
});
