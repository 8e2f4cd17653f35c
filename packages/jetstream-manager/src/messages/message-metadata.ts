import type { MsgHdrs } from '@nats-io/nats-core';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseSafeInteger } from '../json/safe-json.js';

/** The metadata that JetStream adds to a message. */
export interface MessageMetadata {
  /** Name of the stream. */
  readonly stream: string;
  /** Sequence in the stream. */
  readonly streamSequence: number;
  /** When the stream stored the message, in nanoseconds since 1970. */
  readonly timestampNanos: bigint;
  /** When the stream stored the message, rounded to milliseconds. */
  readonly timestamp: Date;
  /** Number of messages after this one; absent if the server does not report it. */
  readonly pending?: number;
  /** The domain that delivered the message. */
  readonly domain?: string;
  /**
   * The consumer that delivered the message. A direct get has no consumer, no `consumerSequence` and no `delivered`.
   */
  readonly consumer?: string;
  /** Sequence of this delivery by the consumer. */
  readonly consumerSequence?: number;
  /** Number of deliveries of the message, 1 for the first one. */
  readonly delivered?: number;
}

/** The parts of a message that contain the metadata. Every nats.js message has them. */
export interface MessageWithMetadata {
  /** Reply subject, which contains the metadata. */
  readonly reply?: string | undefined;
  /** Headers of the message. */
  readonly headers?: MsgHdrs | undefined;
}

/**
 * Reads the metadata of a message. A message from a consumer has it in the reply subject, a message from a direct get
 * in the headers.
 *
 * @throws `INVALID_METADATA` when the message comes from neither
 * @throws `UNSAFE_INTEGER` when a sequence is beyond 2^53
 */
export function parseMessageMetadata(message: MessageWithMetadata): MessageMetadata {
  if (message.reply) return parseReplyMetadata(message.reply);
  if (message.headers?.has('Nats-Sequence')) return parseHeaderMetadata(message.headers);
  throw new JetStreamManagerError(
    'INVALID_METADATA',
    'the message has neither an acknowledgement subject nor direct get headers',
  );
}

/**
 * Parses `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer
 * seq>.<time>.<pending>`. Newer servers insert `<domain>.<account hash>` before the stream and may add tokens at the
 * end.
 */
export function parseReplyMetadata(reply: string): MessageMetadata {
  const tokens = reply.split('.');
  const isLong = tokens.length >= 11;
  if (tokens[0] !== '$JS' || tokens[1] !== 'ACK' || (!isLong && tokens.length !== 9)) {
    throw new JetStreamManagerError('INVALID_METADATA', `${JSON.stringify(reply)} is not an acknowledgement subject`);
  }
  const domain = isLong && tokens[2] !== '_' ? tokens[2] : undefined;
  const [stream = '', consumer = '', delivered = '', streamSeq = '', consumerSeq = '', time = '', pending = ''] =
    tokens.slice(isLong ? 4 : 2);
  const timestampNanos = BigInt(/^\d+$/.test(time) ? time : 0);
  return {
    stream,
    consumer,
    streamSequence: parseSafeInteger(streamSeq, 'stream sequence', reply),
    consumerSequence: parseSafeInteger(consumerSeq, 'consumer sequence', reply),
    delivered: parseSafeInteger(delivered, 'delivery count', reply),
    timestampNanos,
    timestamp: new Date(Number(timestampNanos / 1_000_000n)),
    ...(/^\d+$/.test(pending) ? { pending: parseSafeInteger(pending, 'pending', reply) } : {}),
    ...(domain === undefined ? {} : { domain }),
  };
}

/** Parses the `Nats-*` headers of a direct get reply. */
export function parseHeaderMetadata(headers: MsgHdrs): MessageMetadata {
  const stream = headers.get('Nats-Stream');
  const time = headers.get('Nats-Time-Stamp');
  const pending = headers.get('Nats-Num-Pending');
  const timestampNanos = parseTimestamp(time);
  return {
    stream,
    streamSequence: parseSafeInteger(headers.get('Nats-Sequence'), 'Nats-Sequence', `a message of ${stream}`),
    timestampNanos,
    timestamp: new Date(Number(timestampNanos / 1_000_000n)),
    ...(pending === '' ? {} : { pending: parseSafeInteger(pending, 'Nats-Num-Pending', `a message of ${stream}`) }),
  };
}

/**
 * Converts an RFC 3339 time to nanoseconds since 1970.
 *
 * @throws `INVALID_METADATA` when the text is not such a time
 */
export function parseTimestamp(text: string): bigint {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const seconds = match === null ? Number.NaN : Date.parse(`${match[1]}${match[3]}`);
  if (Number.isNaN(seconds)) {
    throw new JetStreamManagerError('INVALID_METADATA', `${JSON.stringify(text)} is not an RFC 3339 time`);
  }
  return BigInt(seconds) * 1_000_000n + BigInt((match?.[2] ?? '').padEnd(9, '0'));
}
