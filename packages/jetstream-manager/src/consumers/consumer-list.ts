import type { JetStreamManagerError } from '../errors/manager-error.js';
import type { Consumer } from './consumer.js';

/** The consumers of a stream, and those the cluster knows of but could not report. */
export interface ConsumerList {
  /** The consumers, by name. */
  readonly consumers: readonly Consumer[];
  /** Names no server answered for in time. */
  readonly missing: readonly string[];
  /** Names of offline consumers, each with the server's reason. */
  readonly offline: Readonly<Record<string, string>>;
  /** Names of consumers that are there but cannot be held here, and why. */
  readonly unreadable: ReadonlyMap<string, JetStreamManagerError>;
}
