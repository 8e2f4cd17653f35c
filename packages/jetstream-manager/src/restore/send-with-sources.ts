import { versionOfLevel } from '../connection/answering-version.js';
import { isSet } from '../json/is-set.js';
import type { Manager } from '../manager/manager.js';
import type { ExactStreamInfo } from '../streams/exact-stream-info.js';
import type { RestoreOptions } from './restore-options.js';
import { needsResuming, type ResumedSource, resumeSources, withoutSources } from './resume-sources.js';
import { type Sending, sendRestore } from './send-restore.js';

/** A restored stream, and where each of its sources goes on. */
export interface Restored {
  readonly info: ExactStreamInfo;
  readonly resumedSources: readonly ResumedSource[];
}

/**
 * Sends a backup. Where the servers would read its sources from their start again, the sources are added last; a stream
 * to which they cannot be added is not kept.
 */
export async function sendWithSources(manager: Manager, sending: Sending, options: RestoreOptions): Promise<Restored> {
  const { target, source } = sending;
  const isResuming = isSet(target.config['sources']) && needsResuming(await answeringVersion(manager), target);
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
