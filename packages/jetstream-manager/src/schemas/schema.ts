import * as z from 'zod';
import { JetStreamManagerError } from '../errors/manager-error.js';
import type { About } from './messages/message.js';
import { isMessageType, type MessageType, messages } from './messages.js';

/** A JSON Schema document, draft 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const published = 'https://nats.io/schemas';
const repository = 'https://raw.githubusercontent.com/nats-io/jsm.go/master/schemas';
const known = new Map<MessageType, JsonSchema>();

/** All known message types, sorted. */
export function schemaTypes(): readonly MessageType[] {
  return Object.keys(messages).filter(isMessageType).sort();
}

/** The known message types whose name matches `pattern`. An empty pattern matches all. */
export function schemaSearch(pattern: string | RegExp = ''): readonly MessageType[] {
  const expression =
    typeof pattern === 'string' ? compile(pattern) : new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''));
  return schemaTypes().filter((type) => expression.test(type));
}

/**
 * Returns the JSON Schema of a message type.
 *
 * @throws `UNKNOWN_MESSAGE_TYPE` when the type is not known
 */
export function schema(type: string): JsonSchema {
  assertMessageType(type);
  const existing = known.get(type);
  if (existing) return existing;
  const built = build(type);
  known.set(type, built);
  return built;
}

/**
 * Describes a message type: its meaning, and the first release with it.
 *
 * @throws `UNKNOWN_MESSAGE_TYPE` when it is not known
 */
export function describeType(type: string): About {
  assertMessageType(type);
  const { since, description } = messages[type];
  return { since, description };
}

/**
 * The URL of the schema that the NATS project publishes. It is derived from the name, so it also works for newer types.
 */
export function schemaUrl(type: string): string {
  return `${repository}/${pathOf(type)}.json`;
}

/** Throws `UNKNOWN_MESSAGE_TYPE` unless `type` names a known message type. */
export function assertMessageType(type: string): asserts type is MessageType {
  if (!isMessageType(type)) throw unknownType(type);
}

function build(type: MessageType): JsonSchema {
  const { description, since, schema } = messages[type];
  const { $schema, ...body } = z.toJSONSchema(schema(), {
    target: 'draft-7',
    unrepresentable: 'any',
    io: 'input',
    override: ({ jsonSchema }) => {
      if (isEmpty(jsonSchema.additionalProperties)) delete jsonSchema.additionalProperties;
    },
  });
  const head = { $schema, $id: `${published}/${pathOf(type)}.json`, title: type, description };
  return { ...head, $comment: `since ${since === 'any' ? 'any release' : since}`, ...body };
}

function compile(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw new JetStreamManagerError('INVALID_ARGUMENT', `"${pattern}" is not a regular expression`, { cause: error });
  }
}

function pathOf(type: string): string {
  if (!type.startsWith('io.nats.')) throw unknownType(type);
  return type.slice('io.nats.'.length).replaceAll('.', '/');
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && Object.keys(value ?? { some: 1 }).length === 0;

const unknownType = (type: string) =>
  new JetStreamManagerError('UNKNOWN_MESSAGE_TYPE', `"${type}" is not a known message type`, { details: { type } });
