import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import { type ConsumerSettings, consumerFieldsSince } from '../consumers/consumer-config.js';
import { consumerConflicts } from './consumer-conflicts.js';
import { type ChangeRule, diffFields, type FieldChange, never } from './field-change.js';
import { checkConsumerField } from './known-fields.js';

const whileCreated = never('it is chosen when a consumer is created');

const deliverSubject: ChangeRule = (from, to) => {
  if (!from) return 'a pull consumer cannot become a push consumer';
  if (!to) return 'a push consumer cannot become a pull consumer';
  return true;
};

const notNegative: ChangeRule = (_, to) => (typeof to === 'number' && to < 0 ? 'it must not be below 0' : true);

/**
 * Changes that the servers refuse or drop. The same on 2.9.10 and 2.15.1, except that 2.9.10 accepts any `mem_storage`.
 */
const rules: Readonly<Record<string, ChangeRule>> = {
  name: never('a consumer keeps its name'),
  durable_name: never('a consumer keeps its name'),
  deliver_policy: whileCreated,
  opt_start_seq: whileCreated,
  opt_start_time: whileCreated,
  ack_policy: whileCreated,
  replay_policy: whileCreated,
  idle_heartbeat: whileCreated,
  max_batch: notNegative,
  max_expires: notNegative,
  flow_control: whileCreated,
  max_waiting: whileCreated,
  mem_storage: (from, to, version) =>
    isAtLeast(parseServerVersion(version), [2, 10, 0]) ? whileCreated(from, to, version) : true,
  deliver_subject: deliverSubject,
  pause_until: never('an update does not pause; pause or resume the consumer'),
};

/** The values that a server adds to a configuration without the field. */
const defaultsOf = ({ deliver_subject }: ConsumerSettings) => ({
  deliver_policy: 'all',
  replay_policy: 'instant',
  priority_policy: 'none',
  ack_wait: 30e9,
  max_deliver: -1,
  max_ack_pending: 1000,
  ...(deliver_subject ? {} : { max_waiting: 512 }),
});

/**
 * Lists the fields in which `desired` differs from `current`, and whether a server can apply each difference to the
 * existing consumer. Fields that `desired` omits do not differ. The subject of a push consumer can change while nobody
 * listens. nats-server 2.9 refuses every update of a consumer that starts at a time.
 */
export function diffConsumer(
  current: ConsumerSettings,
  desired: ConsumerSettings,
  serverVersion: string,
): readonly FieldChange[] {
  return diffFields(current, desired, {
    rules,
    conflicts: consumerConflicts,
    knownSince: consumerFieldsSince,
    defaults: defaultsOf({ ...current, ...desired }),
    serverVersion,
    check: checkConsumerField,
    normalize: (field, value) => normalizeConsumer(field, value, serverVersion),
  });
}

/** The value that servers store for no limit. Servers before 2.11 refuse some of these values. */
function normalizeConsumer(field: string, value: unknown, serverVersion: string): unknown {
  if (typeof value !== 'number' || value >= 0) return value;
  if (field === 'max_deliver' || field === 'max_ack_pending') return -1;
  const isRefused = refusedBefore211.has(field) && !isAtLeast(parseServerVersion(serverVersion), [2, 11, 0]);
  return !isRefused && isAdjustedField(field) ? undefined : value;
}

const refusedBefore211 = new Set(['max_batch', 'max_expires', 'max_waiting']);
const isAdjustedField = (field: string): boolean => /^max_|^inactive_threshold$|^priority_timeout$/.test(field);
