import { findNeighbourConflict, type Neighbour } from '../diff/stream-neighbours.js';
import { JetStreamManagerError } from '../errors/manager-error.js';

/** The change of one stream, together with the steps that belong to it. */
export interface StreamChange<Step> {
  /** Name of the stream. */
  readonly stream: string;
  /** The stream after the change; `undefined` if it is deleted. */
  readonly after: Neighbour | undefined;
  /** Whether the change asks something of the server. */
  readonly isChange: boolean;
  /** The steps of the stream and its consumers. */
  readonly steps: readonly Step[];
}

/** The account to which the changes are made. */
export interface Account {
  readonly streams: ReadonlyMap<string, Neighbour>;
  readonly serverVersion: string;
}

/**
 * Puts the changes in an order that the server accepts: a stream that frees a subject comes before the stream that takes it.
 * Otherwise the order stays. Throws `INVALID_CONFIGURATION` if there is none, because subjects overlap or streams copy from
 * each other.
 */
export function orderSteps<Step>(account: Account, changes: readonly StreamChange<Step>[]): readonly Step[] {
  const { serverVersion } = account;
  const streams = new Map(account.streams);
  const ordered: Step[] = [];
  let open = changes;
  for (;;) {
    const left = open.filter((change) => {
      if (change.isChange && !make(streams, change, serverVersion)) return true;
      ordered.push(...change.steps);
      return false;
    });
    if (left.length === 0) return ordered;
    if (left.length === open.length) throw refusal({ streams, serverVersion }, left);
    open = left;
  }
}

/** Makes the change if the server would accept it. */
function make<Step>(
  streams: Map<string, Neighbour>,
  { stream, after }: StreamChange<Step>,
  serverVersion: string,
): boolean {
  const before = streams.get(stream);
  set(streams, stream, after);
  if (after === undefined || findNeighbourConflict(stream, streams, serverVersion) === undefined) return true;
  set(streams, stream, before);
  return false;
}

function set(streams: Map<string, Neighbour>, name: string, stream: Neighbour | undefined): void {
  if (stream === undefined) streams.delete(name);
  else streams.set(name, stream);
}

function refusal<Step>(
  { streams, serverVersion }: Account,
  changes: readonly StreamChange<Step>[],
): JetStreamManagerError {
  const final = new Map(streams);
  for (const { stream, after } of changes) set(final, stream, after);
  const problems = changes.map(({ stream, after = {} }) => {
    const conflict = findNeighbourConflict(stream, final, serverVersion);
    if (conflict !== undefined) return `the stream ${stream} is not possible: ${conflict}`;
    const meanwhile = findNeighbourConflict(stream, new Map([...streams, [stream, after]]), serverVersion);
    return `the stream ${stream} is not possible yet: ${meanwhile}, so make the change in two steps`;
  });
  return new JetStreamManagerError('INVALID_CONFIGURATION', problems.join('; '), { details: { problems } });
}
