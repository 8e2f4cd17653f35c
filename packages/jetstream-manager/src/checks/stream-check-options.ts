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
  /** This number of messages or fewer is a warning. */
  readonly messagesWarning?: number;
  /** This number of messages or fewer is critical. */
  readonly messagesCritical?: number;
  /** This number of subjects or fewer is a warning; with a greater critical bound, this number or more. */
  readonly subjectsWarning?: number;
  /** This number of subjects or more is critical; with a warning that is not smaller, this number or fewer. */
  readonly subjectsCritical?: number;
}
