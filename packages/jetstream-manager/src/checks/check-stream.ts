import type { StreamInfo } from '@nats-io/jetstream';
import type { Manager } from '../manager/manager.js';
import { type CheckReport, type CheckResult, runCheck } from './check-result.js';
import { readMetadataOptions } from './metadata-thresholds.js';
import type { StreamCheckOptions } from './stream-check-options.js';
import { checkStreamOrigins } from './stream-origins.js';
import { checkStreamPeers } from './stream-peers.js';
import { measure } from './threshold.js';

const metadataKeys = {
  'lag-critical': ['lagCritical', 'number'],
  'seen-critical': ['seenCritical', 'duration'],
  'min-sources': ['minSources', 'number'],
  'max-sources': ['maxSources', 'number'],
  'peer-expect': ['peersExpected', 'number'],
  'peer-lag-critical': ['peerLagCritical', 'number'],
  'peer-seen-critical': ['peerSeenCritical', 'duration'],
  'msgs-warn': ['messagesWarning', 'number'],
  'msgs-critical': ['messagesCritical', 'number'],
  'subjects-warn': ['subjectsWarning', 'number'],
  'subjects-critical': ['subjectsCritical', 'number'],
} as const;

/**
 * The health of a stream: its origins, replicas, messages and subjects. Thresholds in the stream's metadata
 * (`io.nats.monitor.…`) win over the options: who made the stream knows it best.
 */
export function checkStream(manager: Manager, name: string, options: StreamCheckOptions = {}): Promise<CheckResult> {
  return runCheck('stream', name, async (report) => {
    const { lastInfo } = await manager.streams.load(name);
    const fromMetadata: StreamCheckOptions = readMetadataOptions(
      lastInfo.config.metadata,
      metadataKeys,
    ) as StreamCheckOptions;
    checkStreamInfo(lastInfo, { ...options, ...fromMetadata }, report);
  });
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
    worse: 'higher',
    say: (value) => `${value} subjects`,
  });
}

/** A threshold of what is given. */
const bounds = (warning: number | undefined, critical: number | undefined) => ({
  ...(warning === undefined ? {} : { warning }),
  ...(critical === undefined ? {} : { critical }),
});
