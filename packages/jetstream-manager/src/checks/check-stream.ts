import type { StreamInfo } from '@nats-io/jetstream';
import { assertName } from '../api/api-subject.js';
import { withoutUndefined } from '../json/without-undefined.js';
import type { Manager } from '../manager/manager.js';
import { loadStreamInfo } from '../streams/exact-stream-info.js';
import { type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { readMetadataOptions } from './metadata-thresholds.js';
import type { StreamCheckOptions } from './stream-check-options.js';
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
 * The health of a stream: its origins, replicas, messages and subjects. Thresholds in the stream's metadata
 * (`io.nats.monitor.…`) win over the options: who made the stream knows it best.
 */
export function checkStream(manager: Manager, name: string, options: StreamCheckOptions = {}): Promise<CheckResult> {
  return runCheck('stream', name, async (report) => {
    assertName(name, 'stream');
    // True but for numbers beyond 2^53: a check compares them, which a bigint can be as well.
    const info = (await loadStreamInfo(manager.context, name)) as StreamInfo;
    checkStreamInfo(info, withStreamMetadata(options, info.config.metadata), report);
  });
}

/** The options, with the thresholds in a stream's metadata over them. */
export function withStreamMetadata(
  options: StreamCheckOptions,
  metadata: Readonly<Record<string, string>> | undefined,
): StreamCheckOptions {
  // True: each option of the table has the type of its kind, and `undefined` stands for one that is not given.
  return { ...options, ...readMetadataOptions(metadata, metadataKeys) } as StreamCheckOptions;
}

/** The same for information that is at hand, such as a list of streams. */
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

/** A threshold of what is given. */
const bounds = (warning: number | undefined, critical: number | undefined) => ({
  ...withoutUndefined({ warning, critical }),
});
