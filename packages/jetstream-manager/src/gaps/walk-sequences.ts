import type { ManagerContext } from '../api/manager-context.js';
import { call, toManagerError } from '../errors/to-manager-error.js';
import { parseMessageMetadata } from '../messages/message-metadata.js';
import { hasDirectBatches, readStored } from '../messages/stored-walk.js';
import type { Stream } from '../streams/stream.js';

const batch = 500;

/**
 * Yields the sequences from `from` to `to` that have a message. A stream with retention `limits` is read by an ordered
 * consumer that delivers only headers. Work queues and interest streams are read message by message, because there
 * another consumer is forbidden or would keep messages.
 */
export async function* walkSequences(
  context: ManagerContext,
  stream: Stream,
  from: number,
  to: number,
): AsyncGenerator<number, void, void> {
  if (from > to) return;
  const walk =
    stream.config.retention === 'limits' ? byConsumer(context, stream.name, from) : byReading(context, stream, from);
  for await (const seq of walk) {
    if (seq > to) return;
    yield seq;
    if (seq === to) return;
  }
}

async function* byConsumer(context: ManagerContext, stream: string, from: number): AsyncGenerator<number, void, void> {
  const { consumers } = context.jsm.jetstream();
  const options = { opt_start_seq: from, headers_only: true };
  const consumer = await call(`walk ${stream}`, () => consumers.get(stream, options));
  try {
    const { num_pending } = await consumer.info(true);
    if (num_pending === 0) return;
    const messages = await consumer.consume({ max_messages: batch });
    try {
      for await (const message of messages) {
        const { streamSequence, pending } = parseMessageMetadata({ reply: replyOf(message) });
        yield streamSequence;
        if (pending === 0) return;
      }
    } finally {
      await messages.close();
    }
  } catch (error) {
    throw toManagerError(error, `walk ${stream}`);
  } finally {
    await consumer.delete();
  }
}

/** Every message of nats.js has the reply subject, but the type does not. */
const replyOf = (message: object): string | undefined => (message as { readonly reply?: string }).reply;

async function* byReading(context: ManagerContext, stream: Stream, from: number): AsyncGenerator<number, void, void> {
  const hasBatches = hasDirectBatches(stream, context);
  for (let next = from; ; ) {
    const messages = await readStored(context, stream.name, { seq: next, batch, hasBatches });
    for (const message of messages) yield message.seq;
    const last = messages.at(-1);
    if (last === undefined || messages.length < batch) return;
    next = last.seq + 1;
  }
}
