import { contentKind, decodeJson, decodeText, decodeValue, headers, type Schema } from '@symphony-ts/contract';
import { headerOf } from './header-of.js';
import type { IncomingMessage } from './message.js';

/**
 * How a body becomes the input of a handler. The schema decides: if it wants text, the input is text; if it wants another JSON
 * type, the input is parsed JSON. If it names no type (`any`), the content type of the message decides.
 */
export type BodyKind = 'json' | 'text' | 'any';

export function bodyKind(schema: Schema | undefined): BodyKind {
  const type = schema && jsonType(schema, 'input');
  if (type === 'string') return 'text';
  return typeof type === 'string' ? 'json' : 'any';
}

/** The JSON type that a schema names. `undefined` if it names none, or has no JSON Schema. */
export function jsonType(schema: Schema, side: 'input' | 'output'): unknown {
  try {
    return schema['~standard'].jsonSchema[side]({ target: 'draft-2020-12' })['type'];
  } catch {
    // The scan reports a schema that cannot describe itself. Here its type is unknown.
    return undefined;
  }
}

/**
 * Reads the body of a message. A body that cannot be parsed stays text, or bytes if it is not text. The schema then decides
 * whether to accept it.
 */
export function readBody(message: IncomingMessage, kind: BodyKind): unknown {
  switch (kind) {
    case 'json':
      return message.data.length === 0 ? undefined : decodeJson(message.data);
    case 'text':
      return readText(message);
    case 'any':
      return decodeValue(message.data, contentTypeOf(message));
  }
}

/** Without a content type, text may be a JSON string, with quotes, or plain text. An empty body is then not a text, but absent. */
function readText(message: IncomingMessage): unknown {
  const { data } = message;
  const kind = contentKind(contentTypeOf(message));
  if (kind === 'text' || kind === 'bytes') return decodeText(data);
  if (data.length === 0) return undefined;
  const value = decodeJson(data);
  return typeof value === 'string' ? value : decodeText(data);
}

const contentTypeOf = (message: IncomingMessage): string => headerOf(message, headers.contentType);
