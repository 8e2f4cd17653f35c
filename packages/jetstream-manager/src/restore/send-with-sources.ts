import { versionOfLevel } from '../connection/answering-version.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import type { ExactStreamInfo } from '../streams/exact-stream-info.js';
import { type Follower, holdFollowers, releaseFollowers } from './followers.js';
import type { RestoreOptions } from './restore-options.js';
import { needsResuming, type ResumedSource, resumeSources, withoutSources } from './resume-sources.js';
import { type Sending, sendRestore } from './send-restore.js';

/** A restored stream, the positions of its sources, and its followers. */
export interface Restored {
  readonly info: ExactStreamInfo;
  readonly resumedSources: readonly ResumedSource[];
  /** `undefined` if this user may not read the other streams. */
  readonly followers: readonly Follower[] | undefined;
}

/**
 * Sends a backup when no stream of its name exists. Some servers treat the restored stream as a different one. They
 * would copy its sources from their start again, and its followers would copy the restored stream again. So all of them
 * get a start position.
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

/** Adds the sources last. If they cannot be added, the stream is deleted. */
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
    // The first error is the one to report. If the server is not reachable, it keeps the stream.
    await manager.streams.delete(target.stream).catch(() => undefined);
    throw error;
  }
}

/** The version of the servers that answer for JetStream. The connected server may have another version. */
export async function answeringVersion({ account, context }: Manager): Promise<string> {
  const connected = context.serverVersion();
  try {
    return versionOfLevel(await account.apiLevel(), connected);
  } catch {
    // A user who may restore may still be forbidden to read the account.
    return connected;
  }
}
