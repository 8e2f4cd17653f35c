import type { Consumer } from '../consumers/consumer.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';

/** A consumer that is to be made, or made again with other settings. */
export interface Recreation {
  readonly stream: string;
  readonly consumer: string;
  readonly wanted: ConsumerSettings;
}

const prefix = 'REPLACING_';
const words = 'jsm is replacing a consumer; until that is done this one keeps its place';

/** Whether a consumer only keeps the place of another one, which is being replaced or whose replacement was cut off. */
export const isPlaceholder = ({ name, config }: Pick<Consumer, 'name' | 'config'>): boolean =>
  name.startsWith(prefix) && config.description === words;

/** Makes a consumer that is missing; where its replacement was cut off, at the place that was kept for it. */
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
 * Makes a consumer again behind its ack floor. Meanwhile another one keeps its place: a stream that keeps messages for its
 * consumers would drop them, and a process that dies in between would leave nobody who knows it. The old consumer is made
 * again where the new one is refused.
 */
export async function recreateConsumer(manager: Manager, { stream, consumer, wanted }: Recreation): Promise<void> {
  const consumers = manager.consumers(stream);
  const { config, lastInfo } = await consumers.load(consumer);
  const floor = lastInfo.ack_floor.stream_seq;
  // A work queue has only what is not acknowledged yet, and takes consumers of all of it alone.
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
