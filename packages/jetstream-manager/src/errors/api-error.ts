import type { JetStreamManagerErrorCode } from './error-codes.js';
import { isJetStreamManagerError, JetStreamManagerError } from './manager-error.js';

/** The `error` object of a JetStream API reply. */
export interface ApiErrorReply {
  /** HTTP-like status, 400 to 503. */
  readonly code: number;
  /** The server's own code, one for each kind of error. It is 0 if an old server sent none. */
  readonly err_code?: number;
  readonly description?: string;
}

/** The server refused a JetStream API request. `errCode` is the server's own code, `status` the HTTP-like one. */
export class ApiError extends JetStreamManagerError {
  /** The server's own code, such as 10059. The file `errors.json` of the server lists all codes. */
  readonly errCode: number;
  /** Status code of the reply, such as 404. */
  readonly status: number;
  /** The text of the server. */
  readonly description: string;

  constructor(reply: ApiErrorReply, subject: string, cause?: unknown) {
    const errCode = reply.err_code ?? 0;
    const description = reply.description ?? 'no description';
    super(codeOf(errCode), `${subject} was refused: ${description} (${errCode}, status ${reply.code})`, {
      cause,
      details: { subject, errCode, status: reply.code, description },
    });
    this.name = className(errCode);
    this.errCode = errCode;
    this.status = reply.code;
    this.description = description;
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    if (this === ApiError) return isApiError(value);
    if (this === StreamNotFoundError) return isApiError(value) && value.errCode === streamNotFound;
    if (this === ConsumerNotFoundError) return isApiError(value) && value.errCode === consumerNotFound;
    return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
  }
}

/** The stream does not exist in this account and domain. */
export class StreamNotFoundError extends ApiError {}

/** The consumer does not exist in its stream. */
export class ConsumerNotFoundError extends ApiError {}

const isApiError = (value: unknown): value is ApiError => isJetStreamManagerError(value) && 'errCode' in value;

/** The class name is not used here, because a minifier changes it. */
function className(errCode: number): string {
  if (errCode === streamNotFound) return 'StreamNotFoundError';
  return errCode === consumerNotFound ? 'ConsumerNotFoundError' : 'ApiError';
}

const streamNotFound = 10059;
const consumerNotFound = 10014;
const streamNameInUse = 10058;
const restoreNameInUse = 10130;
const noMessageFound = 10037;
const notEnabled = 10076;
const notEnabledForAccount = 10039;
const apiLevelRequired = 10185;

/** Builds the error class that fits an API error reply. */
export function buildApiError(reply: ApiErrorReply, subject: string, cause?: unknown): ApiError {
  if (reply.err_code === streamNotFound) return new StreamNotFoundError(reply, subject, cause);
  if (reply.err_code === consumerNotFound) return new ConsumerNotFoundError(reply, subject, cause);
  return new ApiError(reply, subject, cause);
}

function codeOf(errCode: number): JetStreamManagerErrorCode {
  switch (errCode) {
    case streamNotFound:
      return 'STREAM_NOT_FOUND';
    case consumerNotFound:
      return 'CONSUMER_NOT_FOUND';
    case streamNameInUse:
    case restoreNameInUse:
      return 'STREAM_EXISTS';
    case noMessageFound:
      return 'MESSAGE_NOT_FOUND';
    case notEnabled:
    case notEnabledForAccount:
      return 'JETSTREAM_UNAVAILABLE';
    case apiLevelRequired:
      return 'FEATURE_UNSUPPORTED';
    default:
      return 'API_ERROR';
  }
}
