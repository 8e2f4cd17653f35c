import type { OnProgress } from '../backup/transfer-progress.js';
import type { StreamState } from '../schemas/shapes/stream-state.js';
import type { Integer } from '../schemas/values/integer.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { Follower } from './followers.js';
import type { ConsumerReport, RemakeConsumers } from './restored-consumers.js';
import type { ResumedSource } from './resume-sources.js';

/** Options of `restoreStream`. */
export interface RestoreOptions {
  /**
   * The name of the stream to make, instead of the one in the backup. The living stream may stay beside it. Where
   * another stream has the subjects of the backup, the only subject of the new one is its name, unless `settings` says
   * otherwise. Needs nats-server 2.15, for the backup as well.
   */
  readonly as?: string;
  /**
   * Replaces an existing stream of that name. Default `false`: it is left alone, and `STREAM_EXISTS` thrown. Before the
   * existing stream is deleted the backup is verified, its settings are tried, and the existing stream is backed up
   * aside. It is put back where the restore fails.
   */
  readonly overwrite?: boolean;
  /** Settings that differ from the backup's, such as `num_replicas`, `placement` or `subjects`. */
  readonly settings?: StreamSettings;
  /** Takes a restored stream that has fewer messages than the backup, as smaller limits make it. Default `false`. */
  readonly acceptLoss?: boolean;
  /**
   * Which consumers are made from what the backup has noted of them. `missing` (the default): those that the server left
   * out of the snapshot. `all`: also those that came back at an earlier position. `none`: they are only reported.
   */
  readonly remakeConsumers?: RemakeConsumers;
  /**
   * Where the stream that is replaced is backed up to. Default: the folder `.aside` in the backup's directory, or a
   * temporary one where that cannot be written to.
   */
  readonly asideDirectory?: string;
  /**
   * Reads and verifies the whole snapshot before the first byte is sent, rather than on the way. Default `false`;
   * either way nothing is restored from a damaged backup.
   */
  readonly verifyFirst?: boolean;
  /** Bytes a message of the transfer carries. Default 512 KiB, less where the server takes less. */
  readonly chunkBytes?: number;
  /** How long the server may be silent between chunks, in milliseconds. Default 30000. */
  readonly silenceMs?: number;
  /** How long the server may take to put the stream together at the end, in milliseconds. Default one hour. */
  readonly finalMs?: number;
  /** Told how far it has come. */
  readonly onProgress?: OnProgress;
  /** Ends the restore; a living stream stays, or is put back. */
  readonly signal?: AbortSignal;
}

/** A finished restore. */
export interface RestoreResult {
  /** Name of the restored stream. */
  readonly stream: string;
  /** Bytes sent to the server. */
  readonly bytes: number;
  /** The restored stream as the server reports it; integers beyond 2^53 as `bigint`. */
  readonly state: StreamState;
  /** Whether a manifest vouched for the snapshot, or its structure alone. */
  readonly verifiedBy: 'manifest' | 'structure';
  /** How the consumers compare with those that the backup has noted; `undefined` where it has noted none. */
  readonly consumers?: ConsumerReport;
  /** The sources that now go on behind their last message, and from which sequence on. */
  readonly resumedSources: readonly ResumedSource[];
  /** The streams that take from it; `undefined` where this user may not list streams. */
  readonly followers?: readonly Follower[];
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/** How many messages a state counts, and the first and last sequence. */
export interface Extent {
  readonly messages: Integer;
  readonly first_seq?: Integer;
  readonly last_seq: Integer;
}
