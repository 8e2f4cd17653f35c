import type { StreamInfo } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { assertKnownOptions } from '../options/option-names.js';
import { loadStreamInfo } from '../streams/exact-stream-info.js';
import { type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { readMetadataOptions } from './metadata-thresholds.js';
import { type StreamCheckOptions, streamCheckNames } from './stream-check-options.js';
import { checkStreamOrigins } from './stream-origins.js';
import { checkStreamPeers } from './stream-peers.js';
import { measure } from './threshold.js';

const metadataKeys = {
  'lag-critical': ['lagCritical', 'amount'],
  'seen-critical': ['seenCritical', 'duration'],
  'min-sources': ['minSources', 'count'],
  'max-sources': ['maxSources', 'count'],
  'peer-expect': ['peersExpected', 'count'],
  'peer-lag-critical': ['peerLagCritical', 'amount'],
  'peer-seen-critical': ['peerSeenCritical', 'duration'],
  'msgs-warn': ['messagesWarning', 'amount'],
  'msgs-critical': ['messagesCritical', 'amount'],
  'subjects-warn': ['subjectsWarning', 'count'],
  'subjects-critical': ['subjectsCritical', 'count'],
} as const;

/**
 * Checks the health of a stream: its mirror or sources, replicas, messages and subjects. Thresholds in the metadata of
 * the stream (`io.nats.monitor.…`) override the options, because the creator of the stream knows it best.
 */
export async function checkStream(
  manager: Manager,
  name: string,
  options: StreamCheckOptions = {},
): Promise<CheckResult> {
  assertKnownOptions('checkStream', options, streamCheckNames);
  return runCheck('stream', name, async (report) => {
    assertName(name, 'stream');
    // The type is true except for numbers beyond 2^53. A check compares them, and that also works for a bigint.
    const info = (await loadStreamInfo(manager.context, name)) as StreamInfo;
    checkStreamInfo(info, withStreamMetadata(options, info.config.metadata), report);
  });
}

/** The options, overridden by the thresholds in the metadata of a stream. */
export function withStreamMetadata(
  options: StreamCheckOptions,
  metadata: Readonly<Record<string, string>> | undefined,
): StreamCheckOptions {
  // This type is true: each option in the table has the type of its kind, and `undefined` stands for a missing option.
  return { ...options, ...readMetadataOptions(metadata, metadataKeys) } as StreamCheckOptions;
}

/** The same check for information that you have already read, for example from a list of streams. */
export function checkStreamInfo(info: StreamInfo, options: StreamCheckOptions, report: CheckReport): void {
  checkStreamOrigins(info, options, report);
  checkStreamPeers(info, options, report);
  const { messages, num_subjects = 0 } = info.state;
  measure(report, {
    metric: { name: 'messages', value: messages, help: 'Messages stored in the stream' },
    threshold: bounds(options.messagesWarning, options.messagesCritical),
    worse: 'lower',
    say: (value) => `${value} messages`,
  });
  measure(report, {
    metric: { name: 'subjects', value: num_subjects, help: 'Number of subjects stored in the stream' },
    threshold: bounds(options.subjectsWarning, options.subjectsCritical),
    worse: (options.subjectsWarning ?? 0) < (options.subjectsCritical ?? 0) ? 'higher' : 'lower',
    say: (value) => `${value} subjects`,
  });
}

/** A threshold with the given bounds. */
const bounds = (warning: number | undefined, critical: number | undefined) => ({
  ...withoutUndefined({ warning, critical }),
});
