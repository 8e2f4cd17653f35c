import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { createManager, type Manager } from '@symphony-ts/jetstream-manager';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { eventually } from '../../../test/support/eventually.js';
import { main } from '../src/index.js';

let server: NatsServer;
let nc: NatsConnection;
let manager: Manager;
let folder: string;

beforeAll(async () => {
  server = await startNatsServer();
  nc = await connect({ servers: server.url });
  manager = await createManager(nc);
  folder = await mkdtemp(join(tmpdir(), 'jsm-'));
  const orders = await manager.streams.create({ name: 'ORDERS', subjects: ['orders.>'], description: 'All orders' });
  await orders.consumers.create({ durable_name: 'NEW' });
  for (const n of [1, 2, 3]) await manager.jetstream.jetstream().publish(`orders.${n}`, 'x');
});
afterAll(async () => {
  await nc.close();
  await server.stop();
  await rm(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line. */
async function jsm(
  args: readonly string[],
  input = '',
  more: { onErr?: (line: string) => void; progress?: PassThrough; signal?: AbortSignal } = {},
): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(args, {
    out: (line) => void out.push(line),
    err: (line) => {
      err.push(line);
      more.onErr?.(line);
    },
    readInput: () => Promise.resolve(input),
    input: () => Readable.from([Buffer.from(input)]),
    write: (data) => Promise.resolve(void out.push(Buffer.from(data).toString())),
    env: { NATS_URL: server.url },
    homeDir: folder,
    signal: more.signal ?? new AbortController().signal,
    ...(more.progress && { progress: more.progress }),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const json = async (...args: string[]) => JSON.parse((await jsm(['--json', ...args])).out);

describe('jsm streams, consumers and query', () => {
  it('list for people', async () => {
    expect((await jsm(['streams'])).out).toMatch(/│ ORDERS │ All orders +│ .* │ +3 │/);
    expect((await jsm(['consumers', 'ORDERS'])).out).toMatch(/│ NEW +│ pull │ explicit/);
    expect((await jsm(['streams', '--subject', 'nothing'])).out).toBe('No streams.');
  });

  it('list for programs', async () => {
    expect(await json('streams')).toMatchObject({
      streams: [{ config: { name: 'ORDERS' } }],
      missing: [],
      offline: {},
    });
    expect(await json('consumers', 'ORDERS')).toMatchObject({ consumers: [{ name: 'NEW' }] });
  });

  it('find what an expression fits', async () => {
    expect((await json('query', 'messages = 3')).streams).toHaveLength(1);
    expect((await json('query', 'messages > 3')).streams).toHaveLength(0);
    expect((await json('query', '--consumers', 'ORDERS', 'pull and pending = 3')).consumers).toHaveLength(1);
    expect(await jsm(['query', 'messages >'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('INVALID_QUERY'),
    });
    expect(await jsm(['consumers', 'a b'])).toMatchObject({ code: 2, err: expect.stringContaining('INVALID_NAME') });
  });
});

describe('jsm stream and consumer', () => {
  it('make, change, read and remove', async () => {
    const added = await jsm([
      'stream',
      'add',
      'V',
      '--subjects',
      'v.>',
      '--max-age',
      '1h',
      '--max-msgs',
      '10',
      '--storage',
      'memory',
    ]);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Stream V') });
    expect((await manager.streams.load('V')).config).toMatchObject({
      max_age: 3600e9,
      max_msgs: 10,
      storage: 'memory',
    });
    expect((await jsm(['stream', 'edit', 'V', '--max-msgs', '20'])).code).toBe(0);
    expect((await manager.streams.load('V')).config).toMatchObject({ max_age: 3600e9, max_msgs: 20 });
    for (const text of ['one', 'two', 'three', 'four']) await nc.request(`v.${text}`, text, { timeout: 10_000 });
    expect((await jsm(['stream', 'get', 'V', '2'])).out).toMatch(/^\[2\] v\.two .*\ntwo$/);
    expect(await json('stream', 'get', 'V', '--last-for', 'v.one')).toMatchObject({ seq: 1, data: 'one' });
    expect(await jsm(['stream', 'get', 'V'])).toMatchObject({ code: 2 });
    expect(await jsm(['stream', 'get', 'V', '99'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such message'),
    });
    expect((await jsm(['stream', 'view', 'V', '--id', '2', '--count', '2'])).out).toMatch(
      /\[2\] v\.two[^]*\[3\] v\.three/,
    );
    expect((await jsm(['stream', 'subjects', 'V'])).out).toMatch(/│ v\.four +│ +1 │/);
    expect((await jsm(['stream', 'rmm', 'V', '2', '--force'])).code).toBe(0);
    expect((await jsm(['stream', 'gaps', 'V'])).out).toMatch(/│ +2 │ +2 │ +1 │/);
    expect((await jsm(['stream', 'purge', 'V', '--dry-run', '--subject', 'v.t*'])).code).toBe(0);
    expect(await jsm(['stream', 'purge', 'V', '--dry-run'])).toMatchObject({
      out: 'V: 3 messages would be removed',
    });
    // Of the sequences 1 to 4, number 2 is deleted.
    expect((await jsm(['stream', 'purge', 'V', '--dry-run', '--seq', '4'])).out).toBe('V: 2 messages would be removed');
    expect((await jsm(['stream', 'purge', 'V', '--dry-run', '--seq', '4', '--subject', 'v.three'])).out).toBe(
      'V: 1 messages would be removed',
    );
    expect((await manager.consumers('V').names()).length).toBe(0);
    expect(await jsm(['stream', 'purge', 'V'])).toMatchObject({ code: 2, err: expect.stringContaining('--force') });
    expect(await jsm(['stream', 'purge', 'V', '--keep', '1', '--force'])).toMatchObject({
      out: 'V: 2 messages removed',
    });

    expect((await jsm(['consumer', 'add', 'V', 'C', '--filter', 'v.four', '--wait', '10s'])).code).toBe(0);
    expect((await manager.consumers('V').load('C')).config).toMatchObject({ filter_subject: 'v.four', ack_wait: 10e9 });
    expect((await jsm(['consumer', 'edit', 'V', 'C', '--max-deliver', '5'])).code).toBe(0);
    expect(await json('consumer', 'next', 'V', 'C')).toMatchObject({ subject: 'v.four', data: 'four' });
    expect(await jsm(['consumer', 'rm', 'V', 'C'])).toMatchObject({ code: 2 });
    expect((await jsm(['consumer', 'rm', 'V', 'C', '--force'])).code).toBe(0);
    expect(await jsm(['stream', 'rm', 'V'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be undone'),
    });
    expect((await jsm(['stream', 'rm', 'V', '--force'])).code).toBe(0);
    expect(await manager.streams.exists('V')).toBe(false);
  });
});

describe('jsm export and apply', () => {
  it('print what is there, plan, do, and confirm', async () => {
    const { out } = await jsm(['export', '--stream', 'ORDERS']);
    expect(out).toContain('name: ORDERS');
    const file = join(folder, 'assets.yaml');
    await writeFile(file, out);
    expect(await jsm(['apply', file, '--dry-run'])).toMatchObject({ code: 0, out: 'Everything is as the files say.' });
    await writeFile(file, `${out}\nbuckets:\n  - bucket: made\n    history: 2\n`);
    const plan = await jsm(['apply', file, '--dry-run']);
    expect(plan).toMatchObject({ code: 1, out: expect.stringMatching(/│ create │ stream │ KV_made/) });
    expect(await jsm(['apply', file])).toMatchObject({ code: 0, out: 'create stream KV_made: done' });
    expect(await jsm(['apply', file])).toMatchObject({ code: 0, out: 'Everything is as the files say.' });
    await writeFile(file, 'streams:\n  - name: ORDERS\n    subjects: [orders.>]\n    max_mgs: 5\n');
    expect(await jsm(['apply', file, '--dry-run'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('streams[0] (ORDERS): max_mgs: not a known field'),
    });
    await writeFile(file, 'streams:\n  - name: ORDERS\n    consumers: []\n');
    const pruned = await jsm(['apply', file, '--prune']);
    expect(pruned).toMatchObject({ code: 2, err: expect.stringContaining('delete ORDERS > NEW') });
    await writeFile(file, 'queues: []\n');
    expect(await jsm(['apply', file])).toMatchObject({ code: 2, err: expect.stringContaining('queues is not one of') });
    await manager.streams.delete('KV_made');
  });

  it('take several documents, merged values and values for anchors, and refuse what they do not know', async () => {
    const apply = (input: string) => jsm(['apply', '-', '--dry-run'], input);
    const documents =
      'streams: [{name: DOC1, subjects: [doc.1]}]\n---\n---\nstreams: [{name: DOC2, subjects: [doc.2]}]\n';
    expect((await apply(documents)).out).toMatch(/DOC1[^]*DOC2/);
    const merged = 'x-base: &base {max_msgs: 5}\nstreams:\n- {<<: *base, name: DOC3, subjects: [doc.3]}\n';
    expect((await apply(merged)).out).toContain('DOC3');
    expect(await apply('streams:\n- {name: !!js/function "x"}\n')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Unresolved tag'),
    });
    for (const empty of ['', '# nothing\n', 'null', '---\n---\n'])
      expect(await apply(empty)).toMatchObject({ code: 2 });
  });

  it('says where the followers of a recreated stream continue', async () => {
    await manager.streams.create({ name: 'FED', subjects: ['fed'] });
    for (let count = 0; count < 3; count += 1) await nc.request('fed', 'x', { timeout: 10_000 });
    await manager.streams.create({ name: 'EATS', subjects: [], sources: [{ name: 'FED' }] });
    await eventually('it has copied', async () => (await manager.streams.load('EATS')).lastInfo.state.messages === 3);
    // Only newer servers can change the number of consumers in place, or restore into memory.
    const isTold = !server.version.startsWith('2.9.');
    const file = `streams: [{name: FED, subjects: [fed], ${isTold ? 'storage: memory' : 'max_consumers: 3'}}]`;
    const { code, out, err } = await jsm(['apply', '-', '--recreate', '--yes'], file);
    // Before 2.15, streams that copy from a restored stream treat it as the same stream.
    expect({ code, out, err }).toEqual({
      code: 0,
      out: 'recreate stream FED: done',
      err: isTold ? 'EATS has FED as a source and continues from sequence 4' : '',
    });
    await manager.streams.delete('FED');
    await manager.streams.delete('EATS');
  });

  it('name what is there but cannot be read, and make nothing of it', async () => {
    if (nc.info?.version.startsWith('2.9.')) return;
    await nc.request('$JS.API.STREAM.CREATE.FAR', '{"name":"FAR","subjects":["far"],"first_seq":9007199254740993}', {
      timeout: 10_000,
    });
    const exported = await jsm(['export']);
    expect(exported).toMatchObject({ code: 1, out: expect.not.stringContaining('FAR') });
    expect(exported.err).toMatch(/^Not exported: FAR: .*first_seq/);
    const file = join(folder, 'far.yaml');
    await writeFile(file, 'streams:\n  - name: FAR\n    subjects: [far]\n');
    const plan = await jsm(['apply', file, '--dry-run', '--json']);
    expect([plan.code, JSON.parse(plan.out)]).toEqual([
      1,
      [
        expect.objectContaining({
          action: 'blocked',
          stream: 'FAR',
          trouble: expect.stringContaining('UNSAFE_INTEGER'),
        }),
      ],
    ]);
    expect(await jsm(['apply', file, '--dry-run'])).toMatchObject({ code: 1, out: expect.stringContaining('blocked') });
    expect(await jsm(['apply', file])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^blocked stream FAR: .*first_seq/),
    });
    await manager.streams.delete('FAR');
  });
});

describe('jsm verify and drill', () => {
  it('prove a backup', async () => {
    const backup = join(folder, 'proved');
    await jsm(['backup', backup, '--stream', 'ORDERS']);
    expect(await jsm(['verify', backup])).toMatchObject({ code: 0, out: expect.stringContaining('ORDERS: whole') });
    const drill = await jsm(['drill', backup]);
    if (server.version.startsWith('2.9')) expect(drill.code).toBe(1);
    else expect(drill.out).toBe('ORDERS: 3 messages and 1 consumers restored and compared');
    await writeFile(join(backup, 'backup.json'), '{}');
    expect(await jsm(['verify', backup])).toMatchObject({ code: 1, err: expect.stringContaining('BACKUP_CORRUPT') });
    expect(await jsm(['verify', join(folder, 'nowhere')])).toMatchObject({ code: 2 });
  });
});

describe('jsm restore --as', () => {
  it('makes a copy beside the living stream, with other settings', async () => {
    const backup = join(folder, 'copied');
    expect((await jsm(['backup', backup, '--stream', 'ORDERS'])).code).toBe(0);
    const args = ['restore', backup, '--as', 'COPY', '--description', 'A copy', '--subjects', 'copy.a,copy.b'];
    const restored = await jsm(args);
    if (server.version.startsWith('2.9')) {
      expect(restored).toMatchObject({ code: 1, err: expect.stringContaining('FEATURE_UNSUPPORTED') });
      return;
    }
    expect(restored).toMatchObject({ code: 0, out: 'COPY: 3 messages restored' });
    const { config } = await manager.streams.load('COPY');
    expect(config).toMatchObject({ description: 'A copy', subjects: ['copy.a', 'copy.b'] });
    expect(await manager.consumers('COPY').names()).toEqual(['NEW']);
    await manager.streams.delete('COPY');
  });
});

describe('jsm info', () => {
  it('shows the account, a stream and a consumer', async () => {
    expect((await jsm(['info'])).out).toMatch(/Streams: 1 \(no limit\)/);
    expect((await jsm(['info', 'ORDERS'])).out).toMatch(/Stream ORDERS[^]*Subjects: orders\.>[^]*Messages: 3/);
    expect((await jsm(['info', 'ORDERS', 'NEW'])).out).toMatch(/Consumer ORDERS > NEW[^]*Unprocessed: 3/);
    expect(await json('info', 'ORDERS')).toMatchObject({ state: { messages: 3 } });
  });

  it.each([
    [['stream', 'ls'], ['streams']],
    [
      ['stream', 'info', 'ORDERS'],
      ['info', 'ORDERS'],
    ],
    [
      ['consumer', 'ls', 'ORDERS'],
      ['consumers', 'ORDERS'],
    ],
    [
      ['consumer', 'info', 'ORDERS', 'NEW'],
      ['info', 'ORDERS', 'NEW'],
    ],
  ])('shows with %j, as the nats tool has it, the same as with %j', async (long, short) => {
    const shown = await jsm(long);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('ORDERS'), err: '' });
    expect(shown).toEqual(await jsm(short));
  });

  it('shows what a stream allows, whence it copies and how a consumer stands', async () => {
    const mirror = await manager.streams.create({
      name: 'COPY',
      mirror: { name: 'ORDERS' },
      deny_delete: true,
      no_ack: true,
      allow_rollup_hdrs: true,
    });
    await mirror.consumers.create({ durable_name: 'PUSH', deliver_subject: 'd', backoff: [1e9, 2e9], max_deliver: 3 });
    const shown = (await jsm(['info', 'COPY'])).out;
    expect(shown).toMatch(/Mirror of: ORDERS, \d+ behind, (seen .+ ago|never seen)/);
    expect(shown).toMatch(/Allowed: roll-ups\n +Denied: deleting messages, acknowledgements/);
    expect((await jsm(['info', 'COPY', 'PUSH'])).out).toMatch(/Backoff: 1s, 2s[^]*Subscribed: false/);
    await mirror.delete();
  });

  it('fails with the reason for what is not there', async () => {
    expect(await jsm(['info', 'NONE'])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('STREAM_NOT_FOUND'),
    });
  });
});

describe('jsm diff', () => {
  it('says of each difference whether it can be applied', async () => {
    const run = await jsm(['diff', 'ORDERS', '-'], '{"max_age":3600000000000,"storage":"memory"}');
    expect(run.code).toBe(1);
    expect(run.out).toMatch(/│ max_age │ 31536000000000000 +│ 3600000000000 +│ yes/);
    expect(run.out).toMatch(/│ storage │ "file" +│ "memory" +│ no: /);
    const short = await jsm(['diff', 'ORDERS', '-'], '{"max_age":5000000000}');
    expect(short.out).toMatch(/│ max_age │ .*│ no: duplicate_window must not be greater/);
  });

  it('takes what info prints, and finds no difference in it', async () => {
    const file = join(folder, 'orders.json');
    await writeFile(file, (await jsm(['info', 'ORDERS', '--json'])).out);
    expect(await jsm(['diff', 'ORDERS', file])).toEqual({ code: 0, out: 'No differences.', err: '' });
    expect(await json('diff', 'ORDERS', file)).toEqual([]);
    await writeFile(file, (await jsm(['info', 'ORDERS', 'NEW', '--json'])).out);
    expect((await jsm(['diff', 'ORDERS', file, '--consumer', 'NEW'])).code).toBe(0);
  });

  it('tells trouble from a difference', async () => {
    expect((await jsm(['diff', 'NONE', '-'], '{"max_age":1}')).code).toBe(2);
    expect((await jsm(['diff', 'ORDERS', '-', '--server', 'nats://127.0.0.1:1'], '{"max_age":1}')).code).toBe(2);
    const missing = join(folder, 'missing.json');
    expect(await jsm(['diff', 'ORDERS', missing])).toEqual({ code: 2, out: '', err: `there is no file ${missing}` });
    expect(await jsm(['diff', 'ORDERS', folder])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^cannot read/),
    });
  });

  it('refuses what is no configuration', async () => {
    expect((await jsm(['diff', 'ORDERS', '-'], 'no JSON')).code).toBe(2);
    expect((await jsm(['diff', 'ORDERS', '-'], '[]')).code).toBe(2);
  });
});

describe('jsm backup and restore', () => {
  it('bring an account back, drawing their progress', async () => {
    const directory = join(folder, 'account');
    // Progress is only shown on terminals.
    const progress = Object.assign(new PassThrough(), { isTTY: true });
    const drawn = text(progress);
    const backup = await jsm(['backup', directory], '', { progress });
    progress.end();
    expect(backup).toMatchObject({ code: 0, out: expect.stringMatching(/^ORDERS: [\d.]+ (B|KiB) in /), err: '' });
    expect(await drawn).toMatch(/ORDERS \[.*100%/);
    expect(await readdir(directory)).toEqual(['ORDERS']);

    expect(await jsm(['restore', directory])).toMatchObject({ code: 1, err: expect.stringContaining('STREAM_EXISTS') });
    expect((await jsm(['restore', directory, '--skip-existing'])).out).toBe(
      'ORDERS: skipped, because it exists already',
    );
    await manager.streams.delete('ORDERS');
    expect((await jsm(['restore', directory, '--verify-first'])).out).toBe('ORDERS: 3 messages restored');
    expect(await manager.consumers('ORDERS').names()).toEqual(['NEW']);
  });

  it('take one stream, and replace it', async () => {
    const directory = join(folder, 'one');
    expect(await json('backup', directory, '--stream', 'ORDERS')).toMatchObject({ done: [{ stream: 'ORDERS' }] });
    expect((await jsm(['backup', directory, '--stream', 'ORDERS'])).err).toContain('BACKUP_EXISTS');
    expect((await jsm(['restore', directory, '--skip-existing'])).out).toBe(
      'ORDERS: skipped, because it exists already',
    );
    expect(await jsm(['restore', directory])).toMatchObject({ code: 1, err: expect.stringContaining('STREAM_EXISTS') });
    expect((await jsm(['backup', directory, '--stream', 'ORDERS', '--overwrite'])).code).toBe(0);
    expect(await json('restore', directory, '--overwrite')).toMatchObject({ done: [{ stream: 'ORDERS' }], failed: {} });
  });
});

describe('jsm backup and restore that are interrupted', () => {
  const interrupted = AbortSignal.abort();

  it.each([
    ['backup', 'an account', [], 'to continue with the missing streams'],
    ['backup', 'one stream', ['--stream', 'ORDERS'], 'to start the backup again'],
  ])('%s of %s says how to go on', async (command, kind, options, hint) => {
    const run = await jsm([command, join(folder, `interrupted ${kind}`), ...options], '', { signal: interrupted });
    expect(run).toEqual({ code: 1, out: '', err: expect.stringMatching(`^jsm: interrupted; .*${hint}`) });
  });

  it('restore says how to go on', async () => {
    const directory = join(folder, 'interrupted restore');
    await jsm(['backup', directory]);
    await manager.streams.delete('ORDERS');
    const run = await jsm(['restore', directory], '', { signal: interrupted });
    expect(run).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^jsm: interrupted; .*--skip-existing to continue/),
    });
    expect((await jsm(['restore', directory, '--skip-existing'])).code).toBe(0);
  });
});

describe('jsm backup and restore refuse', () => {
  it('to replace the backup of an account', async () => {
    const run = await jsm(['backup', join(folder, 'replaced'), '--overwrite']);
    expect(run).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--overwrite needs --stream') });
  });

  it('a directory that is not there, or holds nothing', async () => {
    const directory = join(folder, 'void');
    expect(await jsm(['restore', directory])).toEqual({ code: 2, out: '', err: `there is no directory ${directory}` });
    await mkdir(directory);
    expect(await jsm(['restore', directory])).toEqual({ code: 1, out: '', err: `${directory} holds no backup` });
  });

  it('counts that are none', async () => {
    const { code, err } = await jsm(['restore', folder, '--replicas', '0']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('It must be a whole number above 0.') });
  });
});

const systemAccount = {
  accounts: {
    SYS: { users: [{ user: 'sys', password: 'sys' }] },
    APP: { users: [{ user: 'app', password: 'app' }] },
  },
  system_account: 'SYS',
};

describe('jsm events', () => {
  /** Starts listening, and calls `work` once it listens. */
  const listen = (args: readonly string[]) => {
    const onErr = (line: string) => {
      if (line === 'listening') void manager.account.info();
    };
    return jsm(['events', '--type', 'api_audit', '--count', '1', ...args], '', { onErr });
  };

  it('shows events in all formats', async () => {
    expect((await listen([])).out).toMatch(/^\d\d:\d\d:\d\d \[JS API\] \$JS\.API\.INFO \$G$/);
    expect((await listen(['--format', 'extended'])).out).toMatch(/JetStream API Access\n\n +Server: /);
    const data = { type: 'io.nats.jetstream.advisory.v1.api_audit', subject: '$JS.API.INFO' };
    expect(JSON.parse((await listen(['--format', 'cloudevent'])).out)).toMatchObject({ specversion: '1.0', data });
    expect(JSON.parse((await listen(['--json'])).out)).toMatchObject(data);
  });

  it('ends in good order when it is interrupted', async () => {
    const abort = new AbortController();
    const onErr = (line: string) => {
      if (line === 'listening') abort.abort();
    };
    expect(await jsm(['events'], '', { onErr, signal: abort.signal })).toEqual({ code: 0, out: '', err: 'listening' });
  });

  it('says where no event of the server can come, and why', async () => {
    const asked = await listen(['--system']);
    expect(asked).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^jsm: .* not in the system account.*\nlistening$/),
    });
    expect((await listen(['--subject', '$SYS.ACCOUNT.*.CONNECT,$JS.EVENT.>'])).err).toContain('system account');
    expect((await listen([])).err).toBe('listening');
  });

  it('shows the events of the server to its system account', async () => {
    await using secured = await startNatsServer({ config: systemAccount });
    const visit = async () => (await connect({ servers: secured.url, user: 'app', pass: 'app' })).close();
    let visited = Promise.resolve();
    const onErr = (line: string) => {
      if (line === 'listening') visited = visit();
    };
    const login = ['--server', secured.url, '--user', 'sys', '--password', 'sys'];
    const run = await jsm(['events', '--system', '--type', 'client_connect', '--count', '1', ...login], '', { onErr });
    // The server must not stop while the visitor is still connecting.
    await visited;
    expect(run).toMatchObject({ code: 0, out: expect.stringContaining('[Connection]'), err: 'listening' });
  });

  it.each([
    ['--format', 'html'],
    ['--count', '0'],
    ['--type', '['],
  ])('refuses %s %s', async (...args) => {
    expect((await jsm(['events', ...args])).code).toBe(2);
  });
});

describe('jsm schema', () => {
  it('lists, searches and views', async () => {
    expect(await json('schema', 'list')).toHaveLength(83);
    expect((await jsm(['schema', 'search', 'micro'])).out).toMatch(/io\.nats\.micro\.v1\.info_response +│ any/);
    expect((await jsm(['schema', 'search', 'nothing'])).code).toBe(1);
    expect((await jsm(['schema', 'search', '['])).code).toBe(2);
    const viewed = await jsm(['schema', 'view', 'io.nats.jetstream.api.v1.stream_configuration']);
    expect(JSON.parse(viewed.out)).toMatchObject({ type: 'object', additionalProperties: false });
    expect((await jsm(['schema', 'view', 'io.nats.none'])).err).toContain('UNKNOWN_MESSAGE_TYPE');
  });

  it('validates messages by their own type or a given one', async () => {
    const info = (await jsm(['info', 'ORDERS', '--json'])).out;
    expect(await jsm(['schema', 'validate', '-'], info)).toMatchObject({ code: 0 });
    const request = 'io.nats.jetstream.api.v1.consumer_unpin_request';
    const bad = await jsm(['schema', 'validate', '-', request], '{"group":7}');
    expect(bad).toMatchObject({ code: 1, out: expect.stringMatching(/│ group │ expected string, received number │/) });
    expect((await jsm(['schema', 'validate', '-'], '{"group":"A"}')).code).toBe(2);
    const noJson = { code: 2, out: '', err: 'the input is not JSON' };
    expect(await jsm(['schema', 'validate', '-'], '{')).toEqual(noJson);
    expect(await jsm(['schema', 'validate', '-', request], '{')).toEqual(noJson);
  });
});

describe('jsm check', () => {
  const check = (...args: string[]) => jsm(['check', ...args]);

  it('says how things are as Nagios wants it', async () => {
    const good = await check('stream', 'ORDERS', '--msgs-critical', '1');
    expect(good).toEqual({
      code: 0,
      out: expect.stringMatching(/^OK ORDERS OK:3 messages.* \| .*messages=3/),
      err: '',
    });
    const bad = await check('consumer', 'ORDERS', 'NEW', '--unprocessed-critical', '2');
    expect(bad).toMatchObject({
      code: 2,
      out: expect.stringMatching(/^CRITICAL ORDERS > NEW Crit:Unprocessed Messages: 3/),
    });
  });

  it('looks at everything else', async () => {
    expect((await check('connection', '--connect-critical', '10s', '--rtt-critical', '10s')).code).toBe(0);
    expect((await check('connection', '--advisories-critical', '1000')).code).toBe(0);
    expect((await check('connection', '--advisories-critical', '0')).code).toBe(2);
    expect((await check('jetstream', '--replicas', '--mem-warn', '75')).code).toBe(0);
    expect((await check('message', 'ORDERS', 'orders.1', '--age-critical', '1h', '--content', '^x$')).code).toBe(0);
    expect((await check('message', 'ORDERS', 'orders.1', '--age-warn', '0s')).code).toBe(1);
    expect((await check('kv', 'NONE')).code).toBe(2);
    expect((await check('request', '$JS.API.INFO', '--match-payload', 'account_info')).code).toBe(0);
    expect((await check('request', '$JS.API.INFO', '--match-header', 'A:b')).code).toBe(2);
    expect((await check('credential', join(folder, 'none.creds'))).code).toBe(2);
  });

  it('writes other formats', async () => {
    expect((await check('stream', 'ORDERS', '--format', 'prometheus')).out).toMatch(
      /nats_stream_messages\{item="ORDERS"\} 3/,
    );
    expect((await check('stream', 'ORDERS', '--format', 'prometheus', '--namespace', 'my')).out).toContain(
      'my_stream_messages',
    );
    expect(await json('check', 'stream', 'ORDERS')).toMatchObject({ status: 'OK' });
  });

  it('finds critical what it cannot reach', async () => {
    const run = await check('stream', 'ORDERS', '--server', 'nats://127.0.0.1:1');
    expect(run).toMatchObject({ code: 2, out: expect.stringMatching(/^CRITICAL ORDERS Crit:cannot connect/) });
  });

  it.each([
    ['--msgs-warn', 'many'],
    ['--seen-critical', 'soon'],
    ['--format', 'xml'],
  ])('refuses %s %s', async (...args) => {
    expect((await check('stream', 'ORDERS', ...args)).code).toBe(2);
  });
});

describe('jsm', () => {
  it('says how it is used', async () => {
    const help = await jsm(['--help']);
    expect(help).toMatchObject({ code: 0, err: '' });
    for (const command of ['streams', 'backup', 'events', 'schema', 'completion']) expect(help.out).toContain(command);
    expect(help.out).toContain('Exit codes: 0 done');
    expect((await jsm(['backup', '--help'])).out).toContain('see jsm --help');
    expect(await jsm(['bogus'])).toMatchObject({ code: 2, out: '' });
    expect((await jsm(['consumers'])).code).toBe(2);
  });

  it.each(['--version', '-V'])('prints its version with %s', async (flag) => {
    const { version } = JSON.parse(await readFile(join(__dirname, '../package.json'), 'utf8'));
    expect(await jsm([flag])).toEqual({ code: 0, out: version, err: '' });
  });

  it('says which server does not answer, without its password', async () => {
    const run = await jsm(['streams', '--server', 'nats://joe:secret@127.0.0.1:1']);
    expect(run).toMatchObject({ code: 1, err: expect.stringContaining('cannot connect to nats://127.0.0.1:1') });
  });

  it('says which credentials it cannot read', async () => {
    const run = await jsm(['streams', '--creds', join(folder, 'none.creds')]);
    expect(run).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^cannot read the credentials: .*none\.creds/),
    });
  });

  it('prints completion scripts', async () => {
    expect((await jsm(['completion', 'bash'])).out).toContain('complete -o default -F _jsm jsm');
    expect((await jsm(['completion', 'tcsh'])).code).toBe(2);
  });
});
