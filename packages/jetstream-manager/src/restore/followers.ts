import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import type { JetStreamManagerError } from '../errors/manager-error.js';
import { toManagerError } from '../errors/to-manager-error.js';
import { formatExactJson } from '../json/exact-json.js';
import type { Manager } from '../manager/manager.js';
import type { Integer } from '../schemas/values/integer.js';
import { type ExactStreamInfo, readStreamInfo } from '../streams/exact-stream-info.js';
import { findLast, type Source } from './resume-sources.js';

/** A stream that copies messages from the restored stream. */
export interface Follower {
  /** Name of the follower. */
  readonly stream: string;
  /** Whether the follower is a mirror, or has the restored stream as a source. */
  readonly kind: 'mirror' | 'source';
  /** The last sequence of the restored stream that the follower has copied. */
  readonly lastSeq: Integer;
  /**
   * Whether `lastSeq` is beyond the end of the restored stream. The follower then has messages that the restored stream
   * lacks. A mirror skips new messages with sequences that it has already seen. A source without `startSeq` also does,
   * on nats-server before 2.15.
   */
  readonly isAhead: boolean;
  /**
   * The sequence from which the follower continues. It is set if the follower would otherwise copy all messages again.
   */
  readonly startSeq?: Integer;
  /** Why the follower could not be told where to continue. */
  readonly failure?: JetStreamManagerError;
}

interface LiveSource extends Source {
  readonly opt_start_seq?: Integer;
  readonly opt_start_time?: string;
  readonly external?: unknown;
}

/** Servers from 2.15 on treat a recreated stream as a different one, and copy it from its start. */
const readsAgain = (version: string): boolean => isAtLeast(parseServerVersion(version), [2, 15, 0]);

/** How many messages of a follower are searched for the last one of the restored stream. */
const readAtMost = 10_000;

/**
 * Changes the streams that have `origin` as a source, while `origin` does not exist. Each then continues after the last
 * message that it copied. Returns the followers. A follower that could not be changed has a `failure`.
 */
export async function holdFollowers(
  manager: Manager,
  names: readonly string[],
  { origin, version }: { readonly origin: string; readonly version: string },
): Promise<readonly Follower[]> {
  const followers: Follower[] = [];
  for (const name of names) {
    const info = await readStreamInfo(manager.context, name);
    if (info === undefined) continue;
    const { last_seq: lastSeq } = info.state;
    if (isFrom(origin, info.config.mirror)) followers.push({ stream: name, kind: 'mirror', lastSeq, isAhead: false });
    else if (info.config.sealed !== true) followers.push(...(await hold(manager, info, { origin, version })));
  }
  return followers;
}

/** Returns nothing for a stream that has copied no message yet. It shall copy all messages. */
async function hold(
  manager: Manager,
  info: ExactStreamInfo,
  { origin, version }: { readonly origin: string; readonly version: string },
): Promise<readonly Follower[]> {
  const { name: stream } = info.config;
  const seqs = await lastTaken(manager, info, origin);
  const taken = seqs.filter((seq) => seq !== undefined);
  if (taken.length === 0) return [];
  const lastSeq = taken.reduce((a, b) => (b > a ? b : a));
  const follower: Follower = { stream, kind: 'source', lastSeq, isAhead: false };
  if (!readsAgain(version)) return [follower];
  return [await goOn(manager, info, { follower, starts: seqs.map((seq) => seq && BigInt(seq) + 1n) })];
}

/** For each source: the last copied sequence, if the source is `origin` and a message was copied. */
async function lastTaken(
  manager: Manager,
  { config, state, sources: told }: ExactStreamInfo,
  origin: string,
): Promise<readonly (Integer | undefined)[]> {
  const sources = sourcesOf(config);
  const seqs = sources.map((source) => told?.find(isSame(source))?.seq);
  const isKnown = sources.every((source, index) => !isFrom(origin, source) || Boolean(seqs[index]));
  // A server that was restarted since then knows the sequence only from the messages.
  const found = isKnown ? [] : await findLast(manager, { stream: config.name, state, atMost: readAtMost }, sources);
  return sources.map((source, index) => (isFrom(origin, source) ? seqs[index] || found[index] : undefined));
}

type ToldSource = NonNullable<ExactStreamInfo['sources']>[number];

const isSame =
  (a: LiveSource) =>
  (b: ToldSource): boolean =>
    a.name === b.name &&
    (a.filter_subject ?? '') === (b.filter_subject ?? '') &&
    JSON.stringify(a.subject_transforms ?? []) === JSON.stringify(b.subject_transforms ?? []);

// The server is trusted here. The schema of a configuration describes these fields.
const sourcesOf = ({ sources }: ExactStreamInfo['config']): readonly LiveSource[] =>
  (sources ?? []) as readonly LiveSource[];

function isFrom(origin: string, source: unknown): boolean {
  const { name, external } = (source ?? {}) as { readonly name?: unknown; readonly external?: unknown };
  return name === origin && !external;
}

/** Changes where the sources of a stream begin. */
async function goOn(
  manager: Manager,
  { config }: ExactStreamInfo,
  { follower, starts }: { readonly follower: Follower; readonly starts: readonly (Integer | undefined)[] },
): Promise<Follower> {
  const sources = sourcesOf(config).map((source, index) => {
    const start = starts[index];
    if (start === undefined) return source;
    const { opt_start_time: _, ...rest } = source;
    return { ...rest, opt_start_seq: start };
  });
  const { first_seq: _, ...kept } = config;
  const body = formatExactJson({ ...kept, sources });
  try {
    await manager.context.requestText(`STREAM.UPDATE.${config.name}`, body);
    const least = starts.filter((seq) => seq !== undefined).reduce((a, b) => (b < a ? b : a));
    return { ...follower, startSeq: asInteger(least) };
  } catch (error) {
    return { ...follower, failure: toManagerError(error, `telling ${config.name} where its sources go on`) };
  }
}

const asInteger = (value: Integer): Integer => (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value);

/**
 * The stream is restored up to `lastSeq`. A follower that has copied more continues with the next message that the
 * stream stores.
 */
export async function releaseFollowers(
  manager: Manager,
  followers: readonly Follower[],
  { origin, lastSeq }: { readonly origin: string; readonly lastSeq: Integer },
): Promise<readonly Follower[]> {
  const released: Follower[] = [];
  for (const follower of followers) {
    const isAhead = follower.lastSeq > lastSeq;
    const isTold = isAhead && follower.startSeq !== undefined;
    const info = isTold ? await readStreamInfo(manager.context, follower.stream) : undefined;
    if (info === undefined) {
      released.push({ ...follower, isAhead });
      continue;
    }
    const limit = BigInt(lastSeq) + 1n;
    const starts = sourcesOf(info.config).map((source) => {
      const { opt_start_seq: start } = source;
      return isFrom(origin, source) && start !== undefined && start > limit ? limit : undefined;
    });
    released.push(await goOn(manager, info, { follower: { ...follower, isAhead }, starts }));
  }
  return released;
}
