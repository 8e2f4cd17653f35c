import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { type ChangeRule, diffFields, type FieldChange, never } from './field-change.js';

const whileCreated = never('it is chosen when a consumer is created');

const deliverSubject: ChangeRule = (from, to) => {
  if (!from) return 'a pull consumer cannot become a push consumer';
  if (!to) return 'a push consumer cannot become a pull consumer';
  return true;
};

/** What the servers' update check refuses; the same on 2.9.10 and 2.15.1. */
const rules: Readonly<Record<string, ChangeRule>> = {
  name: never('a consumer keeps its name'),
  durable_name: never('a consumer keeps its name'),
  deliver_policy: whileCreated,
  opt_start_seq: whileCreated,
  opt_start_time: whileCreated,
  ack_policy: whileCreated,
  replay_policy: whileCreated,
  idle_heartbeat: whileCreated,
  flow_control: whileCreated,
  max_waiting: whileCreated,
  mem_storage: whileCreated,
  deliver_subject: deliverSubject,
};

/** What a server puts into a configuration that leaves the field out. */
const defaults = { deliver_policy: 'all', replay_policy: 'instant', ack_wait: 30e9, max_deliver: -1 };

/**
 * The fields in which `desired` differs from `current`, each with whether a server can apply it to the existing
 * consumer. Fields `desired` leaves out stay as they are. A push consumer's subject can change while nobody listens.
 */
export function diffConsumer(
  current: ConsumerSettings,
  desired: ConsumerSettings,
  serverVersion: string,
): readonly FieldChange[] {
  return diffFields(current, desired, { rules, defaults, serverVersion });
}
