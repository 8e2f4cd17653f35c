import { open } from 'node:fs/promises';
import type { Msg, NatsConnection } from '@nats-io/nats-core';
import { parseApiReply } from '../api/api-request.js';
import { FileHash } from '../backup/file-hash.js';
import { newInbox } from '../connection/inbox.js';
import { watchInterruption } from '../connection/interruption.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { InFlight } from './in-flight.js';
import { readAhead } from './read-ahead.js';
import { assertDigest, type RestoreSource } from './restore-source.js';

/** A snapshot to be sent. */
export interface RestoreTransfer {
  readonly source: RestoreSource;
  /** Name of the stream that is created. */
  readonly stream: string;
  /** The subject on which the server expects the chunks. */
  readonly subject: string;
  readonly chunkBytes: number;
  /** How many chunks may be without an answer. */
  readonly window: number;
  /**
   * How long the server may be silent between chunks, and how long it may assemble the stream at the end. Both in
   * milliseconds.
   */
  readonly silenceMs: number;
  readonly finalMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called with the number of bytes sent so far. */
  readonly onChunk: (bytes: number) => void;
}

/**
 * Sends the snapshot and returns the server's reply to the last, empty message, as text. It computes the digest during
 * the transfer. It holds the last chunk back until the digest matches. Without that chunk and the empty message the
 * server restores nothing.
 */
export async function sendSnapshot(nc: NatsConnection, transfer: RestoreTransfer): Promise<string> {
  const { subject } = transfer;
  const what = `restore of ${transfer.stream}`;
  const inbox = newInbox(nc);
  const inFlight = new InFlight(transfer.window);
  let isRefused = false;
  let interruption = watchInterruption(nc, { what, silenceMs: transfer.silenceMs, signal: transfer.signal });
  const subscription = nc.subscribe(inbox, {
    callback: (error, message) => {
      interruption.touch();
      if (error) inFlight.fail(error);
      else
        inFlight.answered(message, (answer) => {
          const failure = failureOf(answer, what);
          isRefused ||= failure !== undefined;
          return failure;
        });
    },
  });
  try {
    // A race for each chunk would add reactions to a promise that lives as long as the transfer.
    interruption.happened.catch((error: unknown) => inFlight.fail(error));
    await sendChunks(nc, transfer, inbox, inFlight);
    interruption.stop();
    interruption = watchInterruption(nc, { what, silenceMs: transfer.finalMs, signal: transfer.signal });
    const final = inFlight.expectFinal();
    nc.publish(subject, '', { reply: inbox });
    const message = await Promise.race([final, interruption.happened]);
    const text = message.string();
    parseApiReply(text, what);
    return text;
  } catch (error) {
    // A chunk without a reply subject makes the server drop its data at once, and not only after some silence. After a
    // refusal there is no data, and servers before 2.12.6 may be stopped by one more chunk.
    if (!isRefused && !nc.isClosed()) nc.publish(subject, 'abandoned');
    throw error;
  } finally {
    subscription.unsubscribe();
    interruption.stop();
  }
}

async function sendChunks(
  nc: NatsConnection,
  transfer: RestoreTransfer,
  inbox: string,
  inFlight: InFlight,
): Promise<void> {
  const { source, subject, chunkBytes, window, onChunk } = transfer;
  const hash = source.expected === undefined ? undefined : new FileHash(source.files.data);
  const file = await open(source.files.data, 'r');
  try {
    let sent = 0;
    // A chunk without an answer may not have left yet. The current chunk is one more.
    for await (const chunk of readAhead(file, source.dataBytes, { chunkBytes, inUse: window + 1 })) {
      hash?.update(chunk);
      hash?.advance(source.dataBytes);
      const isLast = sent + chunk.length === source.dataBytes;
      if (isLast && hash !== undefined) assertDigest(source, await hash.finish(source.dataBytes));
      await inFlight.slot();
      nc.publish(subject, chunk, { reply: inbox });
      sent += chunk.length;
      onChunk(sent);
    }
    await inFlight.empty();
  } finally {
    await file.close();
    await hash?.stop();
  }
}

/** The server answers a chunk with nothing, or with an API error. Old servers use a line that starts with `-ERR`. */
function failureOf(message: Msg, what: string): Error | undefined {
  if (message.headers?.code === 503) {
    return new JetStreamManagerError('TRANSFER_INTERRUPTED', `${what}: the server stopped accepting it`);
  }
  if (message.data.length === 0) return undefined;
  const text = message.string();
  if (text.startsWith('-ERR')) return new JetStreamManagerError('TRANSFER_INTERRUPTED', `${what}: ${text}`);
  try {
    parseApiReply(text, what);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
