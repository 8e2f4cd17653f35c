import type { OptionNames } from '../options/option-names.js';
/** Thresholds of `checkStream`. A missing threshold is not checked. Durations are in seconds. */
export interface StreamCheckOptions {
  /** How many messages a mirror or source may be behind. This number or more is critical. */
  readonly lagCritical?: number;
  /** How long ago a mirror or source may have been active, in seconds. This time or more is critical. */
  readonly seenCritical?: number;
  /** Smallest number of sources. Fewer are critical. */
  readonly minSources?: number;
  /** Largest number of sources. More are critical. */
  readonly maxSources?: number;
  /** How many servers must hold the stream. Any other number is critical. */
  readonly peersExpected?: number;
  /** How many operations a replica may be behind. A greater number is critical. */
  readonly peerLagCritical?: number;
  /** How long ago a replica may have been active, in seconds. A longer time is critical. */
  readonly peerSeenCritical?: number;
  /** This number of messages or fewer is a warning. */
  readonly messagesWarning?: number;
  /** This number of messages or fewer is critical. */
  readonly messagesCritical?: number;
  /**
   * This number of subjects or fewer is a warning. If the critical bound is greater, this number or more is a warning.
   */
  readonly subjectsWarning?: number;
  /**
   * This number of subjects or more is critical. If the warning bound is equal or greater, this number or fewer is
   * critical.
   */
  readonly subjectsCritical?: number;
}

export const streamCheckNames = {
  lagCritical: true,
  seenCritical: true,
  minSources: true,
  maxSources: true,
  peersExpected: true,
  peerLagCritical: true,
  peerSeenCritical: true,
  messagesWarning: true,
  messagesCritical: true,
  subjectsWarning: true,
  subjectsCritical: true,
} as const satisfies OptionNames<StreamCheckOptions>;
