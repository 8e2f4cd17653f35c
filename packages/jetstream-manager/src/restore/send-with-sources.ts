import { versionOfLevel } from '../connection/answering-version.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import type { ExactStreamInfo } from '../streams/exact-stream-info.js';
import { type Follower, holdFollowers, releaseFollowers } from './followers.js';
import type { RestoreOptions } from './restore-options.js';
import { needsResuming, type ResumedSource, resumeSources, withoutSources } from './resume-sources.js';
import { type Sending, sendRestore } from './send-restore.js';

/** A restored stream, where each of its sources goes on, and what takes from it. */
export interface Restored {
  readonly info: ExactStreamInfo;
  readonly resumedSources: readonly ResumedSource[];
  /** `undefined` where this user may not look at the other streams. */
  readonly followers: readonly Follower[] | undefined;
}

/**
 * Sends a backup, where no stream of that name is. Servers that take the restored stream for another one would read the sources of it
 * from their start again, and so would the streams that have it as a source: all of them are told where to go on.
 */
export async function sendWithSources(manager: Manager, sending: Sending, options: RestoreOptions): Promise<Restored> {
  const { stream: origin } = sending.target;
  const version = await answeringVersion(manager);
  const names = await sending.book?.of(origin).catch(() => undefined);
  const held = names && (await holdFollowers(manager, names, { origin, version }));
  const restored = await sendOwn(manager, sending, { ...options, version });
  const { last_seq: lastSeq } = restored.info.state;
  return { ...restored, followers: held && (await releaseFollowers(manager, held, { origin, lastSeq })) };
}

/** The sources are added last; a stream to which they cannot be added is not kept. */
async function sendOwn(
  manager: Manager,
  sending: Sending,
  { version, ...options }: RestoreOptions & { readonly version: string },
): Promise<Omit<Restored, 'followers'>> {
  const { target, source } = sending;
  const isResuming = isSet(target.config['sources']) && needsResuming(version, target);
  if (!isResuming) return { info: await sendRestore(manager, sending, options), resumedSources: [] };
  const info = await sendRestore(manager, { ...sending, target: withoutSources(target) }, options);
  try {
    return { info, resumedSources: await resumeSources(manager, target, source) };
  } catch (error) {
    // What failed is the reason to tell; where the server is away, it keeps the stream.
    await manager.streams.delete(target.stream).catch(() => undefined);
    throw error;
  }
}

/** The version of the servers that answer for JetStream, which need not be that of the connection. */
export async function answeringVersion({ account, context }: Manager): Promise<string> {
  const connected = context.serverVersion();
  try {
    return versionOfLevel(await account.apiLevel(), connected);
  } catch {
    // A user who may restore need not be one who may look at the account.
    return connected;
  }
}
