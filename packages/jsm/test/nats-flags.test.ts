import { type CommandLine, startCommandLine } from './support/command-line.js';

let line: CommandLine;
beforeAll(async () => {
  line = await startCommandLine();
});
afterAll(() => line?.stop());

const isOld = () => line.server.version.startsWith('2.9.');
const done = async (words: readonly string[] | string) => {
  const run = await line.run(words);
  expect(run).toMatchObject({ code: 0 });
  return run.out;
};
const streamConfig = async (name: string) => (await line.manager.streams.load(name)).config;
const consumerConfig = async (stream: string, name: string) => (await line.manager.consumers(stream).load(name)).config;

describe('jsm stream add and edit, with the flags of nats', () => {
  it('take sizes, durations, lists and short words', async () => {
    await done('str create A --defaults --subjects a.1,a.2 --subjects a.3 --storage m --retention work --max-age -1');
    expect(await streamConfig('A')).toMatchObject({
      subjects: ['a.1', 'a.2', 'a.3'],
      storage: 'memory',
      retention: 'workqueue',
      max_age: 0,
    });
    await done('stream edit A --max-bytes 1.5MB --max-msg-size 64K --max-age 2d --force');
    expect(await streamConfig('A')).toMatchObject({ max_bytes: 1572864, max_msg_size: 65536, max_age: 172_800e9 });
  });

  it('take the name behind the options', async () => {
    await done(['stream', 'add', '--subjects', 'behind.*', 'BEHIND']);
    expect(await streamConfig('BEHIND')).toMatchObject({ subjects: ['behind.*'] });
  });

  it('copy and gather other streams, and republish', async () => {
    await done('stream add ORIGIN');
    await done('stream add MIRROR --mirror ORIGIN');
    await done('stream add SOURCED --source ORIGIN --source A');
    await done('stream add COPIED --republish-source COPIED --republish-destination copies.new --republish-headers');
    const [mirror, sourced, copied] = [
      await streamConfig('MIRROR'),
      await streamConfig('SOURCED'),
      await streamConfig('COPIED'),
    ];
    expect(mirror.mirror?.name).toBe('ORIGIN');
    expect(sourced.sources?.map(({ name }) => name)).toEqual(['ORIGIN', 'A']);
    expect(copied.republish).toEqual({ src: 'COPIED', dest: 'copies.new', headers_only: true });
    expect(await line.run('stream add X --republish-source x')).toMatchObject({ code: 2 });
  });

  it('set what newer servers know', async () => {
    if (isOld()) return;
    await done(
      'stream add NEW --metadata a=b --metadata c:d --allow-msg-ttl --subject-del-markers-ttl 1h --first-sequence 7 ' +
        '--allow-direct --transform-source NEW --transform-destination new.one --discard-per-subject ' +
        '--max-msgs-per-subject 3 --limit-consumer-max-pending 9 --no-ack --tag ""',
    );
    expect(await streamConfig('NEW')).toMatchObject({
      metadata: { a: 'b', c: 'd' },
      allow_msg_ttl: true,
      subject_delete_marker_ttl: 3600e9,
      allow_direct: true,
      subject_transform: { src: 'NEW', dest: 'new.one' },
      discard: 'new',
      discard_new_per_subject: true,
      consumer_limits: { max_ack_pending: 9 },
      no_ack: true,
    });
    await done('stream edit NEW --no-transform --ack --no-allow-direct');
    const { subject_transform, no_ack, allow_direct } = await streamConfig('NEW');
    expect([subject_transform, no_ack ?? false, allow_direct]).toEqual([undefined, false, false]);
  });

  it('make a stream like another one', async () => {
    await done('stream add LIKE --max-msgs 5 --description this');
    await done('stream cp LIKE LIKED --subjects liked --description that');
    expect(await streamConfig('LIKED')).toMatchObject({ max_msgs: 5, subjects: ['liked'], description: 'that' });
  });

  it('only show what an edit would change', async () => {
    await done('stream add DRY --max-msgs 5');
    const shown = await done('stream edit DRY --max-msgs 6 --storage memory --dry-run');
    expect(shown).toMatch(/max_msgs.*5.*6.*yes/);
    expect(shown).toMatch(/storage.*no: a stream keeps its kind/);
    expect(await streamConfig('DRY')).toMatchObject({ max_msgs: 5 });
  });

  it.each([
    '--max-bytes many',
    '--max-msgs 1.5',
    '--max-age soon',
    '--retention never',
    '--replicas ""',
    '--transform-source a',
    '--metadata a',
  ])('refuse %s', async (flags) => {
    expect(await line.run(['stream', 'add', 'NO', ...flags.split(' ')])).toMatchObject({ code: 2 });
    expect(await line.manager.streams.exists('NO')).toBe(false);
  });
});

describe('jsm consumer add and edit, with the flags of nats', () => {
  beforeAll(async () => {
    await done('stream add C --subjects c.>');
    for (let count = 0; count < 5; count += 1) await line.nc.request('c.one', String(count), { timeout: 10_000 });
  });

  it.each([
    ['all', { deliver_policy: 'all' }],
    ['new', { deliver_policy: 'new' }],
    ['subject', { deliver_policy: 'last_per_subject' }],
    ['3', { deliver_policy: 'by_start_sequence', opt_start_seq: 3 }],
    ['1h', { deliver_policy: 'by_start_time', opt_start_time: expect.any(String) }],
    ['2026-01-31T12:00:00Z', { deliver_policy: 'by_start_time', opt_start_time: '2026-01-31T12:00:00Z' }],
  ])('start at %s', async (policy, config) => {
    const name = policy.replaceAll(/\W/g, '_');
    await done(['con', 'add', 'C', name, '--deliver', policy, '--pull', '--defaults', '--filter', 'c.>']);
    expect(await consumerConfig('C', name)).toMatchObject(config);
  });

  it('set the others', async () => {
    await done('consumer add C P --target deliver.here --deliver-group g --heartbeat 5s --flow-control --bps 8000');
    expect(await consumerConfig('C', 'P')).toMatchObject({
      deliver_subject: 'deliver.here',
      deliver_group: 'g',
      idle_heartbeat: 5e9,
      flow_control: true,
      rate_limit_bps: 8000,
    });
    await done('consumer add C L --backoff linear --backoff-steps 3 --backoff-min 1s --backoff-max 5s --max-deliver 9');
    expect(await consumerConfig('C', 'L')).toMatchObject({ backoff: [1e9, 3e9, 5e9] });
    await done('consumer edit C L --backoff 1s,2s --wait 1s --headers-only --sample 50');
    expect(await consumerConfig('C', 'L')).toMatchObject({
      backoff: [1e9, 2e9],
      headers_only: true,
      sample_freq: '50',
    });
    await done('consumer add C E --ephemeral --inactive-threshold 1h --max-pull-batch 10 --max-pull-expire 5s');
    const config = await consumerConfig('C', 'E');
    expect([config.durable_name, config.max_batch, config.max_expires]).toEqual([undefined, 10, 5e9]);
    await done('consumer cp C L L2 --description copy');
    expect(await consumerConfig('C', 'L2')).toMatchObject({
      durable_name: 'L2',
      backoff: [1e9, 2e9],
      description: 'copy',
    });
    expect(await line.run('consumer add C X --pull --target x')).toMatchObject({ code: 2 });
    expect(await line.run('consumer add C X --deliver never')).toMatchObject({ code: 2 });
    expect(await line.run('consumer add C X --backoff soon')).toMatchObject({ code: 2 });
  });

  it('filter on one subject after several', async () => {
    if (isOld()) return;
    await done('consumer add C F --filter c.one,c.two --filter c.three');
    expect(await consumerConfig('C', 'F')).toMatchObject({ filter_subjects: ['c.one', 'c.two', 'c.three'] });
    await done('consumer edit C F --filter c.one');
    const { filter_subject, filter_subjects } = await consumerConfig('C', 'F');
    expect([filter_subject, filter_subjects]).toEqual(['c.one', undefined]);
    await done('consumer add C G --overflow-groups g --metadata a=b --pause 1h');
    expect(await consumerConfig('C', 'G')).toMatchObject({
      priority_groups: ['g'],
      priority_policy: 'overflow',
      metadata: { a: 'b' },
    });
  });

  it('settle messages', async () => {
    await done('consumer add C N --max-deliver 1');
    expect(await done('consumer next C N --raw --count 2')).toBe('0\n\n1\n');
    await done('consumer next C N --term --wait 2s');
    expect(await done('consumer next C N --nak --raw')).toBe('3\n');
    const { num_pending, num_ack_pending } = (await line.manager.consumers('C').load('N')).lastInfo;
    expect([num_pending, num_ack_pending <= 1]).toEqual([1, true]);
    expect(await done('consumer ls C --names')).toContain('N');
    expect((await done('stream ls -n')).split('\n')).toContain('C');
  });
});

describe('jsm kv and object, with the flags of nats', () => {
  it('take sizes, sources and markers', async () => {
    await done('kv add ONE --history 3 --max-value-size 64K --max-bucket-size 10MB --storage f');
    expect(await streamConfig('KV_ONE')).toMatchObject({ max_msg_size: 65536, max_bytes: 10485760, storage: 'file' });
    await done('object add STORE --max-bucket-size 1GB');
    expect(await streamConfig('OBJ_STORE')).toMatchObject({ max_bytes: 1073741824 });
    expect(await done('object info STORE')).toContain('Object store STORE');
    if (isOld()) return;
    await done('kv put ONE a 1');
    await done('kv add TWO --source ONE');
    const seen = await line.run('kv watch TWO --count 1');
    expect(seen.out).toContain('a');
    await done('kv del ONE a --force');
    await done('kv put ONE b 2');
    expect((await line.run('kv watch ONE --no-deletes --count 1')).out).toContain('b');
  });
});
