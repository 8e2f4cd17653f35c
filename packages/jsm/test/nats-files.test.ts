import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CommandLine, startCommandLine } from './support/command-line.js';

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine();
});
afterAll(() => line?.stop());

const done = async (words: readonly string[]) => {
  const run = await line.run(words);
  expect(run).toMatchObject({ code: 0 });
  return run.out;
};
const file = (name: string) => join(line.folder, name);
const names = () => line.manager.streams.names();

describe('--validate and --output', () => {
  it('check a stream and write its file, and create nothing', async () => {
    const words = ['stream', 'add', 'ORDERS', '--subjects', 'orders.*', '--max-age', '2d'];
    expect(await done([...words, '--validate'])).toBe('The configuration is valid.');
    expect(await done([...words, '--output', file('orders.json')])).toBe(`${file('orders.json')}: written`);
    expect(await names()).toEqual([]);
    await done(['stream', 'add', 'ORDERS', '--config', file('orders.json'), '--max-msgs', '7']);
    expect((await line.manager.streams.load('ORDERS')).config).toMatchObject({
      subjects: ['orders.*'],
      max_age: 172_800e9,
      max_msgs: 7,
    });
  });

  it('name each problem of a file', async () => {
    await writeFile(file('bad.json'), '{"retention":"forever","max_mgs":5}');
    const words = ['stream', 'add', 'BAD', '--config', file('bad.json')];
    const checked = await line.run([...words, '--validate']);
    expect(checked).toMatchObject({ code: 1, out: expect.stringMatching(/retention[^]*max_mgs|max_mgs[^]*retention/) });
    expect(await line.run([...words, '--output', file('never.json')])).toMatchObject({ code: 1 });
    await expect(readFile(file('never.json'))).rejects.toThrow('ENOENT');
    expect(await names()).not.toContain('BAD');
  });

  it('do the same for a consumer, without a server', async () => {
    const words = ['consumer', 'add', 'ORDERS', 'WORKER', '--max-deliver', '3'];
    const nowhere = { env: { NATS_URL: 'nats://127.0.0.1:1' } };
    expect(await line.run([...words, '--validate'], nowhere)).toMatchObject({ code: 0 });
    expect(await line.run([...words, '--output', file('worker.json')], nowhere)).toMatchObject({ code: 0 });
    await done(['consumer', 'add', 'ORDERS', 'OTHER', '--config', file('worker.json')]);
    expect((await line.manager.consumers('ORDERS').load('OTHER')).config.max_deliver).toBe(3);
  });
});

describe('--interactive', () => {
  it.each([
    ['stream edit ORDERS -i', 'jsm stream info ORDERS --json > FILE', 'jsm stream edit ORDERS --config FILE'],
    ['consumer edit ORDERS WORKER --interactive', 'jsm consumer info ORDERS WORKER --json > FILE', '--config FILE'],
  ])('%s names the way without an editor', async (words, info, edit) => {
    const { code, err } = await line.run(words);
    expect([code, err]).toEqual([2, expect.stringContaining(info)]);
    expect(err).toContain(edit);
  });

  it('is not needed: the named way works', async () => {
    await writeFile(file('edited.json'), await done(['stream', 'info', 'ORDERS', '--json']));
    await done(['stream', 'edit', 'ORDERS', '--config', file('edited.json'), '--max-msgs', '9']);
    expect((await line.manager.streams.load('ORDERS')).config.max_msgs).toBe(9);
  });
});

describe('backup and restore, with the words of nats', () => {
  it('take a stream, and give it the settings of a file', async () => {
    await line.manager.jetstream.jetstream().publish('orders.a', 'one');
    await done(['stream', 'backup', 'ORDERS', file('backup'), '--no-progress', '--check']);
    await done(['stream', 'rm', 'ORDERS', '--force']);
    await writeFile(file('settings.json'), '{"config":{"name":"ORDERS","subjects":["orders.>"]}}');
    await done([
      'stream',
      'restore',
      file('backup'),
      '--progress',
      '--config',
      file('settings.json'),
      '--replicas',
      '1',
    ]);
    const stream = await line.manager.streams.load('ORDERS');
    expect([stream.config.subjects, (await stream.state()).messages]).toEqual([['orders.>'], 1]);
  });

  it('take the account', async () => {
    await done(['account', 'backup', file('account'), '--force']);
    await done(['stream', 'rm', 'ORDERS', '--force']);
    await done(['account', 'restore', file('account')]);
    expect(await names()).toContain('ORDERS');
  });
});
