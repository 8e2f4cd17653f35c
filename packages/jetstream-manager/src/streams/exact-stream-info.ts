import type { ManagerContext } from '../api/manager-context.js';
import { isJetStreamManagerError } from '../errors/manager-error.js';
import { parseExactJson } from '../json/exact-json.js';
import { parseMixedJson } from '../json/safe-json.js';
import type { StreamConfiguration } from '../schemas/shapes/stream-configuration.js';
import type { StreamState } from '../schemas/shapes/stream-state.js';
import type { Integer } from '../schemas/values/integer.js';

/** What a server says of a stream, every integer exact: a `bigint` beyond 2^53, else a `number`. */
export interface ExactStreamInfo {
  /** The configuration. */
  readonly config: StreamConfiguration & { readonly name: string };
  /** Counts and sequences. */
  readonly state: StreamState;
  /** When the stream was made, to the nanosecond. */
  readonly created: string;
  /** How far its origins have come. */
  readonly sources?: readonly {
    readonly name: string;
    readonly filter_subject?: string;
    readonly subject_transforms?: unknown;
    /** The last sequence that was taken; servers since 2.15. */
    readonly seq?: Integer;
  }[];
}

/**
 * The stream `name`, as it is on the server. Durations are rounded to a `number`.
 *
 * @throws `STREAM_NOT_FOUND` when there is none
 */
export async function loadStreamInfo(context: ManagerContext, name: string): Promise<ExactStreamInfo> {
  // The server's word: the fields are those of its API, which the schemas of this package describe.
  return parseMixedJson(await context.requestText(`STREAM.INFO.${name}`, '')).value as ExactStreamInfo;
}

/** The stream `name` as it is on the server, durations exact as well; `undefined` where there is none. */
export async function readStreamInfo(context: ManagerContext, name: string): Promise<ExactStreamInfo | undefined> {
  try {
    return parseExactJson(await context.requestText(`STREAM.INFO.${name}`, '')) as ExactStreamInfo;
  } catch (error) {
    if (isJetStreamManagerError(error, 'STREAM_NOT_FOUND')) return undefined;
    throw error;
  }
}
