import type { ManagerContext } from '../api/manager-context.js';
import { isJetStreamManagerError } from '../errors/manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import { parseMixedJson } from '../json/safe-json.js';
import type { StreamConfiguration } from '../schemas/shapes/stream-configuration.js';
import type { StreamState } from '../schemas/shapes/stream-state.js';
import type { Integer } from '../schemas/values/integer.js';

/** Information about a stream from the server. Each integer is exact: a `bigint` beyond 2^53, otherwise a `number`. */
export interface ExactStreamInfo {
  /** The configuration. */
  readonly config: StreamConfiguration & { readonly name: string };
  /** Number of messages and bytes, and the sequences. */
  readonly state: StreamState;
  /** When the stream was created, with nanoseconds. */
  readonly created: string;
  /** The progress of each source. */
  readonly sources?: readonly {
    readonly name: string;
    readonly filter_subject?: string;
    readonly subject_transforms?: unknown;
    /** The last sequence that the stream has copied; from nats-server 2.15 on. */
    readonly seq?: Integer;
  }[];
}

/**
 * Reads the stream `name` from the server. Durations are rounded to a `number`.
 *
 * @throws `STREAM_NOT_FOUND` when the stream does not exist
 */
export async function loadStreamInfo(context: ManagerContext, name: string): Promise<ExactStreamInfo> {
  // The server is trusted here: the fields are those of its API, which the schemas of this package describe.
  return parseMixedJson(await context.requestText(`STREAM.INFO.${name}`, '')).value as ExactStreamInfo;
}

/** Reads the stream `name` from the server with exact durations; `undefined` if it does not exist. */
export async function readStreamInfo(context: ManagerContext, name: string): Promise<ExactStreamInfo | undefined> {
  try {
    return parseExactJson(await context.requestText(`STREAM.INFO.${name}`, '')) as ExactStreamInfo;
  } catch (error) {
    if (isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) return undefined;
    throw error;
  }
}
