import type { NotedConsumer } from '../backup/noted-consumers.js';
import type { ConsumerSettings } from '../consumers/consumer-config.js';
import type { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import type { Manager } from '../manager/manager.js';
import type { Integer } from '../schemas/values/integer.js';

/** Which consumers a restore creates from the notes of the backup. */
export type RemakeConsumers = 'missing' | 'all' | 'none';

/** A consumer that came back at an earlier position than the backup noted. */
export interface RolledBackConsumer {
  /** Name of the consumer. */
  readonly name: string;
  /** Every message up to this sequence was acknowledged at the time of the backup. */
  readonly notedAckFloor: Integer;
  /** Every message up to this sequence is acknowledged after the restore. */
  readonly restoredAckFloor: Integer;
}

/** A consumer that has forgotten which messages it delivered, and delivers them once more. */
export interface RedeliveringConsumer {
  /** Name of the consumer. */
  readonly name: string;
  /** The last sequence that was delivered at the time of the backup. */
  readonly notedDelivered: Integer;
  /** The last sequence that counts as delivered after the restore. */
  readonly restoredDelivered: Integer;
}

/** Compares the consumers of a restored stream with those that the backup noted. */
export interface ConsumerReport {
  /** Consumers that the server omitted from the snapshot. */
  readonly missing: readonly string[];
  /** Consumers that came back at an earlier position. */
  readonly rolledBack: readonly RolledBackConsumer[];
  /**
   * Consumers at their position that have forgotten deliveries after it. They deliver these messages again, with a new
   * count of deliveries. Nothing is lost.
   */
  readonly redelivering: readonly RedeliveringConsumer[];
  /**
   * Consumers of the first two lists that were created again. Each continues after the sequence up to which everything was
   * acknowledged.
   */
  readonly remade: readonly string[];
  /** Consumers of the first two lists that could not be created again, each with its error. */
  readonly failed: ReadonlyMap<string, JetStreamManagerError>;
}

/**
 * Compares the consumers of a restored stream with those that the backup noted, and creates those that `remake`
 * selects. A created consumer delivers from just above its ack floor. Messages that were acknowledged out of order are
 * delivered once more.
 */
export async function checkConsumers(
  manager: Manager,
  stream: string,
  noted: readonly NotedConsumer[],
  remake: RemakeConsumers,
): Promise<ConsumerReport> {
  const { consumers } = await manager.consumers(stream).list();
  const restored = new Map(consumers.map(({ name, lastInfo }) => [name, lastInfo.ack_floor.stream_seq]));
  const deliveredOf = new Map(consumers.map(({ name, lastInfo }) => [name, lastInfo.delivered.stream_seq]));
  const missing = noted.filter(({ name }) => !restored.has(name));
  const rolledBack = noted.filter(({ name, ackFloor }) => (restored.get(name) ?? ackFloor) < ackFloor);
  const wanted = { none: [], missing, all: [...missing, ...rolledBack] }[remake];
  const remade: string[] = [];
  const failed = new Map<string, JetStreamManagerError>();
  for (const consumer of wanted) {
    try {
      if (restored.has(consumer.name)) await manager.consumers(stream).delete(consumer.name);
      await manager.consumers(stream).create(buildRemade(consumer), {});
      remade.push(consumer.name);
    } catch (error) {
      failed.set(consumer.name, toManagerError(error, `making the consumer ${consumer.name} of ${stream}`));
    }
  }
  return {
    missing: missing.map(({ name }) => name),
    rolledBack: rolledBack.map(({ name, ackFloor }) => ({
      name,
      notedAckFloor: ackFloor,
      restoredAckFloor: restored.get(name) ?? 0,
    })),
    redelivering: noted.flatMap(({ name, delivered: notedDelivered }) => {
      const restoredDelivered = deliveredOf.get(name) ?? notedDelivered;
      const isTold = rolledBack.some((each) => each.name === name);
      return restoredDelivered < notedDelivered && !isTold ? [{ name, notedDelivered, restoredDelivered }] : [];
    }),
    remade,
    failed,
  };
}

function buildRemade({ name, config, ackFloor }: NotedConsumer): ConsumerSettings {
  // The schema guarantees the fields of the library's type.
  const { opt_start_time: _time, ...settings } = config as ConsumerSettings;
  if (BigInt(ackFloor) === 0n) return { ...(config as ConsumerSettings), name };
  return { ...settings, name, deliver_policy: 'by_start_sequence', opt_start_seq: Number(ackFloor) + 1 };
}
