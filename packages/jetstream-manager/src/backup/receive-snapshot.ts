import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { newInbox } from '../connection/inbox.js';
import { watchInterruption } from '../connection/interruption.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { ChunkWriter } from './chunk-writer.js';

/** A snapshot that the server will send. */
export interface SnapshotTransfer {
  readonly stream: string;
  /** Asks the server to send the snapshot to the given inbox. Returns the server's reply. */
  readonly start: (inbox: string) => Promise<string>;
  readonly writer: ChunkWriter;
  /** How long the server may be silent, in milliseconds. */
  readonly silenceMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called when the server has begun, and after each chunk. */
  readonly onChunk: () => void;
}

/** Acknowledgements wait for the disk only beyond this many bytes, because a server gives up when they come late. */
const backlogLimit = 4 * 1024 * 1024;

/**
 * Receives one snapshot into `writer` and returns the server's reply to the request. Each chunk is acknowledged at
 * once. While the disk is behind, a chunk is acknowledged when it is written. So memory never holds more than the
 * window of the server. Throws `TRANSFER_INTERRUPTED` if a chunk is missing, the server reports a failure, or the
 * server falls silent.
 */
export async function receiveSnapshot(nc: NatsConnection, transfer: SnapshotTransfer): Promise<string> {
  const { stream, writer, onChunk } = transfer;
  const what = `backup of ${stream}`;
  const inbox = newInbox(nc);
  const interruption = watchInterruption(nc, { what, silenceMs: transfer.silenceMs, signal: transfer.signal });
  let onEnd: () => void = () => undefined;
  let onFailure: (error: unknown) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    onEnd = resolve;
    onFailure = reject;
  });
  // Nothing awaits this promise before the reply to the request arrives.
  ended.catch(() => undefined);

  const waiting: Msg[] = [];
  let chunks = 0;
  const acknowledge = (error?: unknown) => {
    if (error !== undefined) onFailure(error);
    else if (writer.backlogBytes <= backlogLimit) for (const message of waiting.splice(0)) message.respond();
  };
  const take = (message: Msg) => {
    interruption.touch();
    if (message.data.length === 0) return finish(message);
    chunks += 1;
    assertNextChunk(message.reply, chunks, what);
    writer.push(message.data, acknowledge);
    if (message.reply) waiting.push(message);
    acknowledge();
    onChunk();
  };
  const finish = (message: Msg) => {
    const failure = failureOf(message, what);
    if (failure === undefined) onEnd();
    else onFailure(failure);
  };

  const subscription = nc.subscribe(inbox, {
    callback: (error, message) => {
      try {
        if (error) throw error;
        take(message);
      } catch (error) {
        onFailure(error);
      }
    },
  });
  try {
    const reply = await Promise.race([transfer.start(inbox), interruption.happened]);
    onChunk();
    await Promise.race([ended, interruption.happened]);
    return reply;
  } finally {
    subscription.unsubscribe();
    interruption.stop();
  }
}

/** The reply subject ends with the number of the chunk. The last message has no such number. */
function assertNextChunk(reply: string | undefined, expected: number, what: string): void {
  const number = reply === undefined ? Number.NaN : Number(reply.slice(reply.lastIndexOf('.') + 1));
  if (!reply || number === expected) return;
  throw new JetStreamManagerError(
    'TRANSFER_INTERRUPTED',
    `${what}: chunk ${expected} is missing, chunk ${number} arrived instead`,
    {
      details: { expected, number },
    },
  );
}

/** An empty message ends the snapshot. Servers since 2.10 report success or failure in its status. */
function failureOf(message: Msg, what: string): JetStreamManagerError | undefined {
  const { headers } = message;
  if (headers === undefined || headers.code === 0 || headers.code === 204) return undefined;
  return new JetStreamManagerError(
    'TRANSFER_INTERRUPTED',
    `${what}: the server gave up with ${headers.code} ${headers.description}`,
    { details: { status: headers.code, description: headers.description } },
  );
}
