import type { Consumer } from '../consumers/consumer.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';

/** A consumer to create, or to recreate with other settings. */
export interface Recreation {
  readonly stream: string;
  readonly consumer: string;
  readonly wanted: ConsumerSettings;
}

const prefix = 'REPLACING_';
const words = 'jsm is replacing a consumer; until that is done this one keeps its place';

/** Whether a consumer only keeps the position of another one, whose replacement runs or was cut off. */
export const isPlaceholder = ({ name, config }: Pick<Consumer, 'name' | 'config'>): boolean =>
  name.startsWith(prefix) && config.description === words;

/** Creates a missing consumer. If its replacement was cut off, it starts at the position that the placeholder kept. */
export async function createConsumer(manager: Manager, { stream, consumer, wanted }: Recreation): Promise<void> {
  const consumers = manager.consumers(stream);
  const name = `${prefix}${consumer}`;
  if (!(await consumers.exists(name))) return void (await consumers.create(wanted));
  const placeholder = await consumers.load(name);
  const start = isPlaceholder(placeholder) ? placeholder.config.opt_start_seq : undefined;
  await consumers.create(start === undefined ? wanted : startingAt(wanted, start));
  if (isPlaceholder(placeholder)) await consumers.delete(name);
}

/**
 * Recreates a consumer, starting after its ack floor. A placeholder keeps the position in the meantime. Without it a
 * stream with interest retention would drop messages, and the position would be lost if the process dies. If the server
 * refuses the new consumer, the old one is created again.
 */
export async function recreateConsumer(manager: Manager, { stream, consumer, wanted }: Recreation): Promise<void> {
  const consumers = manager.consumers(stream);
  const { config, lastInfo } = await consumers.load(consumer);
  const floor = lastInfo.ack_floor.stream_seq;
  // A work queue holds only messages that are not acknowledged yet. It only accepts consumers that start with the first
  // message.
  const isQueue = (await manager.streams.load(stream)).config.retention === 'workqueue';
  const from = (settings: ConsumerSettings): ConsumerSettings =>
    floor === 0 || isQueue ? settings : startingAt(settings, floor + 1);
  const isMoved = wanted.deliver_policy !== undefined && wanted.deliver_policy !== config.deliver_policy;
  if (!isQueue) await keepPlace(manager, { stream, consumer, wanted: config }, floor + 1);
  await consumers.delete(consumer);
  try {
    await consumers.create(isMoved ? wanted : from(wanted));
  } catch (error) {
    await consumers.create(from(config), {});
    throw error;
  } finally {
    if (!isQueue) await consumers.delete(`${prefix}${consumer}`);
  }
}

async function keepPlace(
  manager: Manager,
  { stream, consumer, wanted: { filter_subject, filter_subjects } }: Recreation,
  start: number,
): Promise<void> {
  const consumers = manager.consumers(stream);
  const name = `${prefix}${consumer}`;
  if (await consumers.exists(name)) await consumers.delete(name);
  const placeholder: ConsumerSettings = {
    durable_name: name,
    description: words,
    ack_policy: 'explicit',
    ...withoutUndefined({ filter_subject, filter_subjects }),
  };
  await consumers.create(startingAt(placeholder, start), {});
}

function startingAt(settings: ConsumerSettings, start: number): ConsumerSettings {
  const { opt_start_time: _, ...rest } = settings;
  return { ...rest, deliver_policy: 'by_start_sequence', opt_start_seq: start };
}
