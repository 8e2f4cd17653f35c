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
  /** The stream it becomes. */
  readonly stream: string;
  /** Where the server wants the chunks. */
  readonly subject: string;
  readonly chunkBytes: number;
  /** How many chunks may be without an answer. */
  readonly window: number;
  /** How long the server may be silent between chunks, and then while it puts the stream together, in milliseconds. */
  readonly silenceMs: number;
  readonly finalMs: number;
  readonly signal: AbortSignal | undefined;
  /** Called with the bytes sent so far. */
  readonly onChunk: (bytes: number) => void;
}

/**
 * Sends the snapshot and gives the server's reply to the last, empty message, as text. The digest is taken meanwhile,
 * and the last chunk held back until it agrees: without it and the empty message, nothing is restored.
 */
export async function sendSnapshot(nc: NatsConnection, transfer: RestoreTransfer): Promise<string> {
  const { subject } = transfer;
  const what = `restore of ${transfer.stream}`;
  const inbox = newInbox(nc);
  const inFlight = new InFlight(transfer.window);
  let interruption = watchInterruption(nc, { what, silenceMs: transfer.silenceMs, signal: transfer.signal });
  const subscription = nc.subscribe(inbox, {
    callback: (error, message) => {
      interruption.touch();
      if (error) inFlight.fail(error);
      else inFlight.answered(message, (answer) => failureOf(answer, what));
    },
  });
  try {
    // Not a race per chunk: each would leave its reactions on a promise that lives as long as the transfer.
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
    // A chunk that asks for no answer makes the server drop what it has at once, rather than after some silence.
    if (!nc.isClosed()) nc.publish(subject, 'abandoned');
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
    // A chunk without an answer may still be on its way out; the one in hand is one more.
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

/** A chunk is answered by nothing, by an API error, or, from old servers, by a line that starts with `-ERR`. */
function failureOf(message: Msg, what: string): Error | undefined {
  if (message.headers?.code === 503) {
    return new JetStreamManagerError('TRANSFER_INTERRUPTED', `${what}: the server no longer takes it`);
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
