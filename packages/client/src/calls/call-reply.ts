import type { Msg } from '@nats-io/nats-core';
import {
  ErrorReply,
  formatIssues,
  headers,
  RemoteError,
  readIssues,
  SymphonyError,
  toError,
} from '@symphony-ts/contract';
import { HeaderMap, withoutStart, type ZodType } from '@symphony-ts/contract/internal';
import { decodePayload } from './payload.js';

/** The answer to a request. An error answer is not a `Reply`: the call rejects. */
export interface Reply {
  /** The payload as it arrived. */
  readonly data: Uint8Array;
  /** Headers by their names as sent. `get` and `has` find a name in any spelling. */
  readonly headers: ReadonlyMap<string, string>;
  /**
   * Decodes the payload by its content type. Without a content type, JSON becomes its value, other text a string, and anything
   * else bytes.
   */
  value(): unknown;
  /**
   * Parses the payload as JSON.
   *
   * @throws `INVALID_REPLY` when it is not JSON
   */
  json(): unknown;
  /** Decodes the payload as UTF-8. */
  text(): string;
}

/**
 * Reads an answer to a request on `subject`.
 *
 * @throws `REMOTE_ERROR` when its headers say that it is an error
 */
export function readCallReply(message: Msg, subject: string): Reply {
  const code = message.headers?.get(headers.errorCode);
  if (code) throw remoteError(message, subject, Number(code));
  return new MessageReply(message, subject);
}

class MessageReply implements Reply {
  readonly #message: Msg;
  readonly #subject: string;

  constructor(message: Msg, subject: string) {
    this.#message = message;
    this.#subject = subject;
  }

  get data(): Uint8Array {
    return this.#message.data;
  }

  get headers(): ReadonlyMap<string, string> {
    return new HeaderMap([...(this.#message.headers ?? [])].map(([name, values]) => [name, values.join(', ')]));
  }

  value(): unknown {
    return decodePayload(this.#message.data, this.#message.headers?.get(headers.contentType));
  }

  json(): unknown {
    try {
      return this.#message.json();
    } catch (error) {
      throw new SymphonyError(
        'INVALID_REPLY',
        { subject: this.#subject, reason: toError(error).message },
        { cause: error },
      );
    }
  }

  text(): string {
    return this.#message.string();
  }
}

function remoteError(message: Msg, subject: string, code: number): RemoteError {
  const details = refusedBody(decodePayload(message.data));
  const reply = ErrorReply.safeParse(details);
  // The header is one line, and cut if it is long. The body has the whole text.
  const text = (reply.success && reply.data.error) || message.headers?.get(headers.error) || 'no reason given';
  // The text about an input that does not match begins with the subject, and so does the text of the error.
  const description = withoutStart(text, `${subject}: `);
  return new RemoteError({ subject, status: Number.isFinite(code) ? code : 500, description, details });
}

/** The error in an answer. For an HTTP operation, it is in the body of a wrapped reply. */
function refusedBody(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('body' in value)) return value;
  return ErrorReply.safeParse(value.body).success ? value.body : value;
}

/**
 * Checks what a platform service answered.
 *
 * @throws `INVALID_REPLY` when a field is wrong; the error names each of them
 */
export function parseServiceReply<T>(schema: ZodType<T>, value: unknown, subject: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SymphonyError('INVALID_REPLY', { subject, reason: formatIssues(readIssues(parsed.error.issues)) });
}
