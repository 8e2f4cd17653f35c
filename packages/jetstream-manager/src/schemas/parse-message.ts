import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import type { MessageOf } from './message-of.js';
import { isMessageType, type SpokenMessageType } from './messages.js';
import { type SchemaIssue, validate } from './validate.js';

/** The type of a message that names no type, or one that is not known. */
export const unknownMessageType = 'io.nats.unknown_message';

/** A message as it was received: JSON text, or its bytes in UTF-8. */
export type MessageData = string | Uint8Array;

/** A message of a known type. */
export type KnownMessage = {
  readonly [Type in SpokenMessageType]: { readonly type: Type; readonly message: MessageOf<Type> };
}[SpokenMessageType];

/** A message without a type or of one that is newer than this package, kept whole. */
export interface UnknownMessage {
  /** The type that the message names; `undefined` where it names none. */
  readonly type: typeof unknownMessageType;
  /** The message as it was read. */
  readonly message: unknown;
}

/** What {@link parseMessage} returns; `type` tells the kinds apart. */
export type ParsedMessage = KnownMessage | UnknownMessage;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a message by the type it says it has. Every field is kept, also those that no schema knows, and integers
 * beyond 2^53 become `bigint`. The fields are not checked: {@link parseAndValidateMessage} checks them.
 *
 * @throws `INVALID_MESSAGE` when the data is not JSON
 */
export function parseMessage(data: MessageData): ParsedMessage {
  const message = parse(data);
  const type = typeIn(message);
  if (!isMessageType(type)) return { type: unknownMessageType, message };
  // The sender's word, see above; types that carry no name of their own cannot come out of `typeIn`.
  return { type, message } as KnownMessage;
}

/** As {@link parseMessage}, with what the published schema says against the message; nothing for an unknown one. */
export function parseAndValidateMessage(
  data: MessageData,
): ParsedMessage & { readonly issues: readonly SchemaIssue[] } {
  const parsed = parseMessage(data);
  if (parsed.type === unknownMessageType) return { ...parsed, issues: [] };
  const result = validate(parsed.type, parsed.message);
  return { ...parsed, issues: result.ok ? [] : result.issues };
}

/**
 * The type that a message names, whether it is known or not. It is `io.nats.unknown_message` if the message names none.
 *
 * @throws `INVALID_MESSAGE` when the data is not JSON
 */
export function typeForMessage(data: MessageData): string {
  return typeIn(parse(data));
}

function parse(data: MessageData): unknown {
  try {
    return parseExactJson(typeof data === 'string' ? data : decoder.decode(data));
  } catch (error) {
    throw new JetStreamManagerError('INVALID_MESSAGE', 'the message is not JSON', { cause: error });
  }
}

/** Old servers said `schema` instead of `type`. */
function typeIn(message: unknown): string {
  const { type, schema } = (message ?? {}) as { type?: unknown; schema?: unknown };
  if (typeof type === 'string' && type !== '') return type;
  return typeof schema === 'string' && schema !== '' ? schema : unknownMessageType;
}
