import type { Manager } from '@symphony-ts/jetstream-manager';

/** The values of a stream or consumer at one moment. */
export interface Reading {
  readonly name: string;
  /** The current levels, by column. */
  readonly levels: Readonly<Record<string, number>>;
  /** Counters that only grow, by column. They are shown as rates. */
  readonly counters: Readonly<Record<string, number>>;
}

/** All values at one moment. */
export interface Sample {
  /** Milliseconds of a monotonic clock. */
  readonly atMs: number;
  readonly readings: readonly Reading[];
  /** Assets that could not be read, one per line. */
  readonly trouble: readonly string[];
}

/** Reads all streams. */
export async function sampleStreams(manager: Manager): Promise<Sample> {
  const { streams, missing, offline, unreadable } = await manager.streams.list();
  return {
    atMs: performance.now(),
    readings: streams.map(({ name, lastInfo: { state } }) => ({
      name,
      levels: { Messages: state.messages, Bytes: state.bytes, Consumers: state.consumer_count },
      counters: { 'In/s': state.last_seq, 'Removed/s': state.last_seq - state.messages },
    })),
    trouble: [...missing, ...Object.keys(offline), ...unreadable.keys()].map((name) => `${name} did not answer`),
  };
}

/** Reads the consumers of a stream. */
export async function sampleConsumers(manager: Manager, stream: string): Promise<Sample> {
  const { consumers, missing, offline, unreadable } = await manager.consumers(stream).list();
  return {
    atMs: performance.now(),
    readings: consumers.map(({ name, lastInfo: info }) => ({
      name,
      levels: {
        Unprocessed: info.num_pending,
        'Ack pending': info.num_ack_pending,
        Redelivered: info.num_redelivered,
        Waiting: info.num_waiting,
      },
      counters: { 'Delivered/s': info.delivered.consumer_seq, 'Acked/s': info.ack_floor.consumer_seq },
    })),
    trouble: [...missing, ...Object.keys(offline), ...unreadable.keys()].map((name) => `${name} did not answer`),
  };
}
