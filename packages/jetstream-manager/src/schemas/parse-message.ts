import { JetStreamManagerError } from '../errors/manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import type { MessageOf } from './message-of.js';
import { isMessageType, type SpokenMessageType } from './messages.js';
import { type SchemaIssue, validate } from './validate.js';

/** The type of a message without a type, or with an unknown one. */
export const unknownMessageType = 'io.nats.unknown_message';

/** A received message: JSON text, or its bytes in UTF-8. */
export type MessageData = string | Uint8Array;

/** A message of a known type. */
export type KnownMessage = {
  readonly [Type in SpokenMessageType]: { readonly type: Type; readonly message: MessageOf<Type> };
}[SpokenMessageType];

/** A message without a type, or of a type that is newer than this package. It is unchanged. */
export interface UnknownMessage {
  /** Always {@link unknownMessageType}. The type that the message names is in `message`. */
  readonly type: typeof unknownMessageType;
  /** The parsed message. */
  readonly message: unknown;
}

/** The result of {@link parseMessage}. `type` distinguishes the kinds. */
export type ParsedMessage = KnownMessage | UnknownMessage;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses a message by the type that it names. It keeps every field, including unknown ones. Integers beyond 2^53 become
 * `bigint`. It does not check the fields: {@link parseAndValidateMessage} does.
 *
 * @throws `INVALID_MESSAGE` when the data is not JSON
 */
export function parseMessage(data: MessageData): ParsedMessage {
  const message = parse(data);
  const type = typeIn(message);
  if (!isMessageType(type)) return { type: unknownMessageType, message };
  // The sender is trusted here, see above. `typeIn` never returns a type that messages do not name.
  return { type, message } as KnownMessage;
}

/**
 * Like {@link parseMessage}, and also checks the message against the published schema. An unknown message has no
 * issues.
 */
export function parseAndValidateMessage(
  data: MessageData,
): ParsedMessage & { readonly issues: readonly SchemaIssue[] } {
  const parsed = parseMessage(data);
  if (parsed.type === unknownMessageType) return { ...parsed, issues: [] };
  const result = validate(parsed.type, parsed.message);
  return { ...parsed, issues: result.ok ? [] : result.issues };
}

/**
 * The type that a message names, known or unknown. It is `io.nats.unknown_message` if the message names none.
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

/** Old servers used `schema` instead of `type`. */
function typeIn(message: unknown): string {
  const { type, schema } = (message ?? {}) as { type?: unknown; schema?: unknown };
  if (typeof type === 'string' && type !== '') return type;
  return typeof schema === 'string' && schema !== '' ? schema : unknownMessageType;
}
