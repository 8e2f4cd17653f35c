import type { ConsumerInfo, StreamInfo } from '@nats-io/jetstream';
import { CheckReport, type CheckResult } from '../../src/index.js';

/** What a check found, by kind. */
export interface Findings {
  readonly criticals?: readonly string[];
  readonly warnings?: readonly string[];
  readonly oks?: readonly string[];
}

/** Runs a check of information that has already been read. */
export function resultOf(check: (report: CheckReport) => void): CheckResult {
  const report = new CheckReport('suite', 'name');
  check(report);
  return report.finish();
}

/** The findings of a check. Kinds without findings are empty. */
export function findingsOf(check: (report: CheckReport) => void): Required<Findings> {
  const { criticals, warnings, oks } = resultOf(check);
  return { criticals, warnings, oks };
}

/** The parts of a stream's information that checks read. */
export interface StreamParts {
  readonly replicas?: number;
  readonly messages?: number;
  readonly subjects?: number;
  readonly isMirror?: boolean;
  readonly mirror?: { readonly lag?: number; readonly active?: number };
  readonly sources?: readonly { readonly lag?: number; readonly active?: number }[];
  readonly leader?: string;
  readonly peers?: readonly { readonly lag?: number; readonly active?: number; readonly offline?: boolean }[];
}

/** Information of a stream with these parts. */
export function streamInfo(parts: StreamParts): StreamInfo {
  const { replicas = 1, messages = 0, subjects = 0, isMirror, mirror, sources, leader, peers } = parts;
  const origin = (state: object) => ({ name: 'ORIGIN', lag: 0, active: 0, ...state });
  // This type is true: the checks read no other field.
  return {
    config: { name: 'S', num_replicas: replicas, ...(isMirror ? { mirror: { name: 'ORIGIN' } } : {}) },
    state: { messages, num_subjects: subjects },
    ...(mirror && { mirror: origin(mirror) }),
    ...(sources && { sources: sources.map(origin) }),
    ...(peers && {
      cluster: { leader, replicas: peers.map((peer, index) => ({ name: `p${index}`, current: true, ...peer })) },
    }),
  } as StreamInfo;
}

/** Information of a new consumer, overridden by these fields. */
export function consumerInfo(fields: object): ConsumerInfo {
  // This type is true: the checks read no other field.
  return {
    config: {},
    num_ack_pending: 0,
    num_waiting: 0,
    num_pending: 0,
    num_redelivered: 0,
    delivered: {},
    ack_floor: {},
    ...fields,
  } as ConsumerInfo;
}
