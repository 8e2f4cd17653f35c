import {
  diffConsumer,
  diffStream,
  type FieldChange,
  isJetStreamManagerError,
  type StreamSettings,
} from '../src/index.js';
import { type Fixture, startFixture } from './support/fixture.js';
import { Random } from './support/random.js';

/**
 * Makes random changes to random configurations, and compares the verdict of the diff with the behaviour of the server.
 * `FUZZ_SEED` repeats a run, `FUZZ_PAIRS` makes it longer.
 */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_260_101);
const pairs = Number(process.env['FUZZ_PAIRS'] ?? 500);

/** Refusals that a diff of two configurations cannot predict: the text of the server, and the missing knowledge. */
const explained: readonly (readonly [RegExp, string])[] = [
  [/replicas > 1 not supported in non-clustered/, 'how many servers there are'],
  [/consumer config replica count exceeds parent stream/, 'the replicas of the stream'],
  [/subjects overlap with an existing stream/, 'which subjects other streams have'],
  [/consumer deliver subject forms a cycle/, 'the subjects of the stream'],
  [/detected cycle/, 'what other streams copy from'],
  [/insufficient storage|resources exceeded|account limit/i, 'what room the account has'],
];

/** Changes that a server accepts although the diff forbids them, each with the reason. */
const accepted: readonly (readonly [field: string, why: string])[] = [
  ['first_seq', 'the server keeps the number in the configuration, and the stream goes on as it was'],
  ['ack_wait', '2.9 takes a time below zero, with which everything is delivered again at once'],
];

let fixture: Fixture;
let version: string;
beforeAll(async () => {
  fixture = await startFixture();
  version = fixture.server.version;
  await fixture.manager.streams.create({ name: 'ORIGIN', subjects: ['origin.*'] });
});
afterAll(() => fixture?.stop());
jest.setTimeout(300_000);

const s = 1e9;
type Pools = Readonly<Record<string, readonly unknown[]>>;

const streamPools: Pools = {
  description: ['', 'text', 'x'.repeat(5000), 7],
  subjects: [
    ['f.a'],
    ['f.*', 'g.b'],
    ['f.>', 'f.x'],
    [],
    ['a..b'],
    ['f.a', 'f.a'],
    'f.a',
    ['>'],
    ['$JS.API.x'],
    ['a b'],
  ],
  retention: ['limits', 'interest', 'workqueue', 'Limits', 'other', 3],
  storage: ['file', 'memory', 'tape'],
  discard: ['old', 'new', 'neww'],
  max_msgs: [-1, 0, 5, 100, -7, '5', 1.5],
  max_bytes: [-1, 0, 100_000, -7],
  max_msgs_per_subject: [-1, 0, 1, 5],
  max_msg_size: [-1, 0, 1000, 3_000_000_000],
  max_age: [0, 60 * s, 600 * s, -5, '1h', 5, 1000],
  max_consumers: [-1, 0, 5],
  duplicate_window: [0, 60 * s, 300 * s, -1, 10],
  num_replicas: [1, 0, 3, 7, -1],
  no_ack: [true, false, 'yes'],
  sealed: [true, false],
  deny_delete: [true, false],
  deny_purge: [true, false],
  allow_rollup_hdrs: [true, false],
  allow_direct: [true, false],
  mirror_direct: [true, false],
  discard_new_per_subject: [true, false],
  compression: ['none', 's2', 'zip'],
  metadata: [{ a: 'b' }, {}, { a: 1 }],
  subject_transform: [{ src: 'f.*', dest: 'y.{{wildcard(1)}}' }, { source: 'f.*' }],
  republish: [
    { src: '>', dest: 'copy.>' },
    { src: 'f.a', dest: 'f.a' },
  ],
  sources: [[{ name: 'ORIGIN' }], [{ name: 'ORIGIN' }, { name: 'ORIGIN' }], [], [{ nam: 'ORIGIN' }]],
  mirror: [{ name: 'ORIGIN' }],
  placement: [{ cluster: 'x', tagz: ['a'] }, {}],
  consumer_limits: [{ max_ack_pending: 5 }, { max_pending: 5 }, {}],
  allow_msg_ttl: [true, false],
  subject_delete_marker_ttl: [0, 10 * s, 100, -s],
  allow_atomic: [true, false],
  allow_batched: [true, false],
  allow_msg_counter: [true, false],
  allow_msg_schedules: [true, false],
  persist_mode: ['default', 'async', 'other'],
  first_seq: [0, 1, 10],
  max_mgs: [5],
  maxage: [5],
};

const consumerPools: Pools = {
  description: ['', 'text', 7],
  deliver_policy: ['all', 'new', 'last', 'ALL'],
  ack_policy: ['explicit', 'all', 'none', 'some'],
  replay_policy: ['instant', 'original'],
  ack_wait: [0, 10 * s, -1, '10s'],
  max_deliver: [-1, 0, 1, 2, 5, -9],
  backoff: [[], [s], [s, 2 * s], [s, 2 * s, 3 * s], [-1], 's'],
  filter_subject: ['', 'c.x', 'c.>', 'a..b'],
  filter_subjects: [[], ['c.x', 'c.y'], ['c.>', 'c.x'], ['c.x', 'c.x'], ['']],
  max_ack_pending: [-1, 0, 5, 100, -8],
  max_waiting: [0, 5, 512, -4],
  max_batch: [0, 5, -3],
  max_expires: [0, 5 * s, 10, -s],
  max_bytes: [0, 1000, -3],
  inactive_threshold: [0, 60 * s, -s],
  sample_freq: ['', '50', '50%', 'many', '0', '100', '101', '-1', '1.5', ' 50', '50 %'],
  headers_only: [true, false],
  rate_limit_bps: [0, 1000],
  deliver_subject: ['', 'd', 'd.*', 'd e', 'd..e', 'c.x'],
  deliver_group: ['', 'g', 'a b', 'a.b'],
  flow_control: [true, false],
  idle_heartbeat: [0, s, 5 * s, 10, -s],
  opt_start_seq: [0, 1, 7],
  opt_start_time: ['2020-01-01T00:00:00Z', 'yesterday'],
  num_replicas: [0, 1, 3, -1],
  priority_groups: [[], ['g'], [''], ['a b']],
  priority_policy: ['none', 'overflow', 'pinned_client', 'other'],
  priority_timeout: [0, 10 * s],
  metadata: [{ a: 'b' }, {}, { a: 1 }],
  mem_storage: [true, false],
  pause_until: ['2100-01-01T00:00:00Z'],
  max_deliverr: [5],
};

const draw = (random: Random, pools: Pools, chance: number): Record<string, unknown> =>
  Object.fromEntries(random.some(Object.keys(pools), chance).map((field) => [field, random.pick(pools[field] ?? [])]));

/** A pair for which the diff and the server disagree. */
interface Disagreement {
  readonly base: object;
  readonly wanted: object;
  readonly changes: readonly FieldChange[];
  readonly server: string;
}

const words = (error: unknown): string => {
  if (isJetStreamManagerError(error)) return error.message;
  throw error;
};

async function compare(
  changes: readonly FieldChange[],
  update: () => Promise<readonly FieldChange[]>,
): Promise<string | undefined> {
  const isPossible = changes.every(({ canApply }) => canApply);
  let server: string;
  let isDone = false;
  try {
    const left = await update();
    isDone = left.length === 0;
    server = isDone ? 'applied' : `taken, but still different: ${left.map(({ field }) => field).join()}`;
  } catch (error) {
    server = words(error);
  }
  if (isDone === isPossible) return undefined;
  return server;
}

function judge(title: string, count: number, found: readonly Disagreement[]): void {
  const isAccepted = ({ changes, server }: Disagreement) =>
    server === 'applied' &&
    changes.every(({ canApply, field }) => canApply || accepted.some(([name]) => name === field));
  const isExplained = ({ server }: Disagreement) => explained.some(([pattern]) => pattern.test(server));
  const open = found.filter((each) => !isAccepted(each) && !isExplained(each));
  const text = open.map((each) => JSON.stringify(each)).join('\n');
  const agreement = 1 - open.length / count;
  const share = `${(100 * agreement).toFixed(2)} % of ${count} ${title} agree (${version}, seed ${seed})`;
  process.stdout.write(`${[share, ...(text === '' ? [] : [text])].join('\n')}\n`);
  if (agreement < 0.995) throw new Error(`${title}, seed ${seed}: ${open.length} of ${count} disagree\n${text}`);
}

describe('a difference agrees with the server', () => {
  it('on streams', async () => {
    const random = new Random(seed);
    const found: Disagreement[] = [];
    let count = 0;
    for (let index = 0; count < pairs; index += 1) {
      const name = `F${index}`;
      const base = { name, subjects: [`${name}.*`], ...draw(random, streamPools, 0.06) } as StreamSettings & {
        name: string;
      };
      const wanted = draw(random, streamPools, 0.05) as StreamSettings;
      const stream = await fixture.manager.streams.create(base, {}).catch((error: unknown) => void words(error));
      if (stream === undefined || Object.keys(wanted).length === 0) {
        await stream?.delete();
        continue;
      }
      count += 1;
      const changes = diffStream(stream.config, wanted, version);
      const server = await compare(changes, async () =>
        diffStream((await stream.update(wanted)).config, wanted, version),
      );
      if (server !== undefined) found.push({ base, wanted, changes, server });
      await stream.delete();
    }
    judge('streams', count, found);
  });

  it('on consumers', async () => {
    const random = new Random(seed + 1);
    const stream = await fixture.manager.streams.create({ name: 'CONSUMERS', subjects: ['c.>'] });
    const found: Disagreement[] = [];
    let count = 0;
    for (let index = 0; count < pairs; index += 1) {
      const base = { durable_name: `C${index}`, ack_policy: 'explicit', ...draw(random, consumerPools, 0.08) };
      const wanted = draw(random, consumerPools, 0.07);
      const create = stream.consumers.create(base as Parameters<typeof stream.consumers.create>[0], {});
      const consumer = await create.catch((error: unknown) => void words(error));
      if (consumer === undefined || Object.keys(wanted).length === 0) {
        await consumer?.delete();
        continue;
      }
      count += 1;
      const changes = diffConsumer(consumer.config, wanted, version);
      const server = await compare(changes, async () =>
        diffConsumer((await consumer.update(wanted)).config, wanted, version),
      );
      if (server !== undefined) found.push({ base, wanted, changes, server });
      await consumer.delete();
    }
    judge('consumers', count, found);
  });
});
