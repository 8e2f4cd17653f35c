import type { Manager } from '@symphony-ts/jetstream-manager';

/** What was read of a stream or consumer at one moment. */
export interface Reading {
  readonly name: string;
  /** How many there are now, by column. */
  readonly levels: Readonly<Record<string, number>>;
  /** What only grows, by column; shown as a rate. */
  readonly counters: Readonly<Record<string, number>>;
}

/** Everything that was read at one moment. */
export interface Sample {
  /** Milliseconds of a clock that only runs forward. */
  readonly atMs: number;
  readonly readings: readonly Reading[];
  /** What could not be read, a line each. */
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
