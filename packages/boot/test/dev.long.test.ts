import { exec } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../../test/support/eventually.js';
import { Cli } from './cli.js';
import { isRunning } from './is-running.js';
import { Listener } from './listener.js';
import { greeter, Project } from './project.js';

const boot = resolve(__dirname, '../bin/symphony-boot.mjs');

describe('symphony-boot dev', () => {
  let project: Project;
  let dev: Cli;
  beforeEach(async () => {
    project = await Project.create({ 'src/app.ts': greeter('one') });
  });
  afterEach(async () => {
    dev.signal('SIGKILL');
    await dev.ended;
    await project[Symbol.asyncDispose]();
  });

  /** Uses a free port, unless `args` name one, so that it does not join another platform on this machine. */
  const start = (...args: string[]): Cli =>
    new Cli(['dev', 'src/app.ts', '--port', '0', ...args], { cwd: project.folder });
  /** The printed line as a person would paste it. Only the path of the command is added. */
  const tryLine = async (): Promise<string> =>
    ((await dev.waitFor(/^ {2}(npx symphony-boot invoke .*)$/m))[1] ?? '').replace('npx symphony-boot', `node ${boot}`);
  const call = async (line: string): Promise<Record<string, unknown>> => {
    const { stdout, stderr } = await promisify(exec)(line, { cwd: project.folder });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  /** Makes a change, and waits until the module runs again. */
  const restart = async (change: () => Promise<void>): Promise<void> => {
    const before = dev.stdout.length;
    await change();
    await dev.waitFor(/live: /, before);
  };

  it('prints where the platform is and a line that works, and logs to stdout alone', async () => {
    dev = start();
    const address = (await dev.waitFor(/^\[dev\] platform: (http:\S+)$/m))[1] ?? '';
    const line = await tryLine();
    expect(line).toContain(`--address ${address} `);
    expect(await call(line)).toMatchObject({ message: 'one' });
    const settings = (await dev.waitFor(/^ {2}(export .*)$/m))[1] ?? '';
    expect(await call(`${settings}; node ${boot} invoke greeter greet`)).toMatchObject({ message: 'one' });
    dev.signal('SIGINT');
    const { code, stdout, stderr } = await dev.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('clear text');
    expect(stdout).toMatch(/DEVELOPMENT SIGN-IN/);
  });

  it('prints a line whose input fits', async () => {
    const order = `z.object({ dish: z.string().min(1), size: z.enum(["chef's", 'small']), note: z.string().optional() })`;
    const source = greeter('one')
      .replace('@Endpoint()', `@Endpoint({ request: ${order} })`)
      .replace('greet()', 'greet(order: object)')
      .replace("message: 'one'", 'message: order');
    await project.replace('src/app.ts', `import { z } from 'zod';\n${source}`);
    dev = start();
    expect(await call(await tryLine())).toMatchObject({ message: { dish: 'dish', size: "chef's" } });
  });

  it('prints a line for an extension that is served over HTTP alone', async () => {
    const source = greeter('one').replaceAll('Endpoint', 'Rest').replace('@Rest()', "@Rest('GET', '/greeting')");
    await project.replace('src/app.ts', source);
    dev = start();
    const line = (await dev.waitFor(/^ {2}curl (.*)$/m))[1] ?? '';
    expect(await call(`curl --silent --show-error ${line}`)).toMatchObject({ message: 'one' });
  });

  it('runs what is saved, however it is saved, on the same platform as the same instance', async () => {
    dev = start();
    const line = await tryLine();
    const first = await call(line);
    await restart(() => project.replace('src/app.ts', greeter('two')));
    const second = await call(line);
    expect(second).toMatchObject({ message: 'two' });
    expect(second['pid']).not.toBe(first['pid']);
    expect(isRunning(Number(first['pid']))).toBe(false);
    await restart(() => project.write('src/app.ts', greeter('three')));
    expect(await call(line)).toMatchObject({ message: 'three' });

    await project.write('src/words.ts', "export const word = 'four';\n");
    const importing = greeter('x').replace("'x'", 'word').replace('\n', "\nimport { word } from './words.js';\n");
    await restart(() => project.replace('src/app.ts', importing));
    expect(await call(line)).toMatchObject({ message: 'four' });
    await restart(() => project.replace('src/words.ts', "export const word = 'five';\n"));
    expect(await call(line)).toMatchObject({ message: 'five' });

    const instances = new Set([...dev.stdout.matchAll(/live: greeter \(instance (\w+)\)/g)].map(([, id]) => id));
    expect(instances.size).toBe(1);
  });

  it('waits where a module is broken, and goes on once it is mended', async () => {
    dev = start();
    const line = await tryLine();
    for (const broken of ['export class {', greeter('x', 'Not A Prefix'), 'throw new Error("no luck");']) {
      const from = dev.stdout.length;
      await project.replace('src/app.ts', broken);
      await dev.waitFor(/ended with code 2; waiting for a change/, from);
    }
    expect(dev.stderr).toMatch(/app\.ts:1: /);
    expect(dev.stderr).toContain('Not A Prefix');
    expect(dev.stderr).toContain('no luck');
    await restart(() => project.replace('src/app.ts', greeter('mended')));
    expect(await call(line)).toMatchObject({ message: 'mended' });
  });

  it('starts with a module that is not there yet', async () => {
    await project.forget('src/app.ts');
    dev = start();
    await dev.waitFor(/ended with code 2; waiting for a change/);
    await restart(() => project.write('src/app.ts', greeter('there')));
    expect(await call(await tryLine())).toMatchObject({ message: 'there' });
  });

  it('gives a key what its extension declares now', async () => {
    const shop = (capability: string): string => `
import { AppModule, Capability, Endpoint, Extension, ExtensionContext } from '@symphony-ts/extension';

@Extension({ prefix: 'prices', name: 'Prices', version: '1.0.0' })
export class Prices {
  @Endpoint() of() { return { price: 3 }; }
}

@Extension({ prefix: 'a-shop', name: 'Shop', version: '1.0.0' })
${capability}
export class Shop {
  constructor(private readonly context: ExtensionContext) {}
  @Endpoint() async sell() {
    try {
      return await this.context.client.extension('prices').invoke('of', {}, { timeoutMs: 20_000 });
    } catch (error) {
      return { failed: (error as Error).name };
    }
  }
}

@AppModule({ extensions: [Shop, Prices] })
export class App {}
`;
    await project.write('src/app.ts', shop(''));
    dev = start();
    const line = await tryLine();
    expect(line).toContain('invoke a-shop sell');
    expect(await call(line)).toHaveProperty('failed');
    await restart(() => project.replace('src/app.ts', shop("@Capability('pub', 'extensions.prices.of', 'Prices')")));
    expect(await call(line)).toEqual({ price: 3 });
    await restart(() => project.replace('src/app.ts', shop('')));
    expect(await call(line)).toHaveProperty('failed');
  });

  it('keeps buckets and instance with --data', async () => {
    await project.write(
      'src/app.ts',
      `
import { Bucket, Endpoint, Extension } from '@symphony-ts/extension';
import type { KeyValueBucket } from '@symphony-ts/storage';

@Extension({ prefix: 'counter', name: 'Counter', version: '1.0.0' })
export class Counter {
  constructor(@Bucket('counts', { description: 'Counts' }) private readonly counts: KeyValueBucket) {}
  @Endpoint() async count() {
    const entry = await this.counts.get('count');
    const count = Number(entry?.value ?? 0) + 1;
    await this.counts.put('count', count);
    return { count };
  }
}
`,
    );
    dev = start('--data', 'data');
    expect(await call(await tryLine())).toEqual({ count: 1 });
    const instance = /instance (\w+)/.exec(dev.stdout)?.[1];
    dev.signal('SIGTERM');
    expect((await dev.ended).code).toBe(0);
    dev = start('--data', 'data');
    expect(await call(await tryLine())).toEqual({ count: 2 });
    expect(/instance (\w+)/.exec(dev.stdout)?.[1]).toBe(instance);
  });

  it.each([
    ['idle', ''],
    ['too busy to notice', 'setImmediate(() => { for (;;); });'],
  ])('leaves no process behind when it is killed, the module %s', async (_state, busy) => {
    await project.write(
      'src/app.ts',
      greeter('one')
        .replace("message: 'one'", "message: 'one', then: this.#then()")
        .replace('@InstanceHandler', `#then() { ${busy} return 0; }\n  @InstanceHandler`),
    );
    dev = start();
    const { pid } = await call(await tryLine());
    dev.signal('SIGKILL');
    await dev.ended;
    await eventually('the module is gone', () => !isRunning(Number(pid)));
  });

  it('ends at once on a second signal, with the module', async () => {
    await project.write(
      'src/app.ts',
      greeter('one')
        .replace('InstanceHandler }', 'InstanceHandler, OnStop }')
        .replace(
          '@InstanceHandler',
          '@OnStop() stop() { console.log("stopping"); return new Promise<void>(() => undefined); }\n  @InstanceHandler',
        ),
    );
    dev = start();
    const { pid } = await call(await tryLine());
    dev.signal('SIGINT');
    await dev.waitFor(/stopping/);
    dev.signal('SIGINT');
    expect((await dev.ended).signal).toBe('SIGINT');
    await eventually('the module is gone', () => !isRunning(Number(pid)));
  });

  it('says when its port is taken by another program', async () => {
    await using other = await Listener.start();
    dev = start('--port', String(other.port));
    const { code, stderr } = await dev.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^\[PORT_IN_USE\]/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('runs several instances, each with an id of its own, and restarts them all', async () => {
    dev = start('--instances', '3', '--no-ui');
    const line = await tryLine();
    const third = await dev.waitFor(/(live: greeter[^]*?){3}after/);
    const ids = (text: string): string[] =>
      [...text.matchAll(/live: greeter \(instance (\w+)\)/g)].map(([, id]) => id ?? '');
    expect(new Set(ids(third[0])).size).toBe(3);
    const pids = new Set<unknown>();
    await eventually('all have answered', async () => pids.add((await call(line))['pid']).size === 3);
    const before = dev.stdout.length;
    await project.replace('src/app.ts', greeter('two'));
    const again = await dev.waitFor(/(live: greeter[^]*?){3}after/, before);
    expect(ids(again[0]).toSorted()).toEqual(ids(third[0]).toSorted());
    for (const pid of pids) expect(isRunning(Number(pid))).toBe(false);
    expect(await call(line)).toMatchObject({ message: 'two' });
  });
});
