/** Thresholds of `checkStream`. What is not given is not checked. Durations in seconds. */
export interface StreamCheckOptions {
  /** How many messages a mirror or source may be behind. */
  readonly lagCritical?: number;
  /** How long ago a mirror or source may have been active. */
  readonly seenCritical?: number;
  /** Fewer sources are critical. */
  readonly minSources?: number;
  /** More sources are critical. */
  readonly maxSources?: number;
  /** How many servers must hold the stream. */
  readonly peersExpected?: number;
  /** How many operations a replica may be behind. */
  readonly peerLagCritical?: number;
  /** How long ago a replica may have been active, in seconds. */
  readonly peerSeenCritical?: number;
  /** Too few messages; with a critical bound above the warning, too many. */
  readonly messagesWarning?: number;
  /** The bound from which the number of messages is critical. */
  readonly messagesCritical?: number;
  /** Too many subjects; with a critical bound below the warning, too few. */
  readonly subjectsWarning?: number;
  /** The bound from which the number of subjects is critical. */
  readonly subjectsCritical?: number;
}
