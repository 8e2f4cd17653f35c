/** Thresholds of `checkStream`. What is not given is not checked. Durations in seconds. */
export interface StreamCheckOptions {
  /** How many messages a mirror or source may be behind. */
  readonly lagCritical?: number;
  /** How long ago a mirror or source may have been active. */
  readonly seenCritical?: number;
  readonly minSources?: number;
  readonly maxSources?: number;
  /** How many servers must hold the stream. */
  readonly peersExpected?: number;
  readonly peerLagCritical?: number;
  readonly peerSeenCritical?: number;
  /** Too few messages; with a critical bound above the warning, too many. */
  readonly messagesWarning?: number;
  readonly messagesCritical?: number;
  /** Too many subjects; with a critical bound below the warning, too few. */
  readonly subjectsWarning?: number;
  readonly subjectsCritical?: number;
}
