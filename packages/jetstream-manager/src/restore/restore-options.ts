import type { OnProgress } from '../backup/transfer-progress.js';
import type { OptionNames } from '../options/option-names.js';
import type { StreamState } from '../schemas/shapes/stream-state.js';
import type { Integer } from '../schemas/values/integer.js';
import type { StreamSettings } from '../streams/stream-config.js';
import type { Follower } from './followers.js';
import type { ConsumerReport, RemakeConsumers } from './restored-consumers.js';
import type { ResumedSource } from './resume-sources.js';

/** Options of `restoreStream`. */
export interface RestoreOptions {
  /**
   * The name of the new stream, instead of the name in the backup. The existing stream stays. If another stream has the
   * subjects of the backup, the only subject of the new stream is its name, unless `settings` names subjects. Needs
   * nats-server 2.15, for the backup as well.
   */
  readonly as?: string;
  /**
   * Replaces an existing stream of that name. Default `false`: the stream stays, and the restore fails with
   * `STREAM_EXISTS`. Before the existing stream is deleted, the backup is verified, its settings are tested, and the
   * existing stream is backed up aside. If the restore fails, the existing stream is put back.
   */
  readonly overwrite?: boolean;
  /** Settings that differ from the backup's, such as `num_replicas`, `placement` or `subjects`. */
  readonly settings?: StreamSettings;
  /**
   * Accepts a restored stream with fewer messages than the backup. Smaller limits have this effect. Default `false`.
   */
  readonly acceptLoss?: boolean;
  /**
   * Which consumers are created from the notes of the backup. `missing` (the default): those that the server omitted
   * from the snapshot. `all`: also those that came back at an earlier position. `none`: they are only reported.
   */
  readonly remakeConsumers?: RemakeConsumers;
  /**
   * The folder for the backup of the replaced stream. Default: the folder `.aside` in the backup's directory, or a
   * temporary folder if that directory is read-only.
   */
  readonly asideDirectory?: string;
  /**
   * Reads and verifies the whole snapshot before the first byte is sent, instead of during the transfer. Default
   * `false`. In both cases nothing is restored from a damaged backup.
   */
  readonly verifyFirst?: boolean;
  /** Size of one message of the transfer in bytes. Default 512 KiB, or less if the server accepts less. */
  readonly chunkBytes?: number;
  /** How long the server may be silent between chunks, in milliseconds. Default 30000. */
  readonly silenceMs?: number;
  /** How long the server may take to assemble the stream at the end, in milliseconds. Default one hour. */
  readonly finalMs?: number;
  /** Called with the progress of the restore. */
  readonly onProgress?: OnProgress;
  /** Aborts the restore. An existing stream stays or is put back. */
  readonly signal?: AbortSignal;
}

export const restoreOptionNames = {
  as: true,
  overwrite: true,
  settings: true,
  acceptLoss: true,
  remakeConsumers: true,
  asideDirectory: true,
  verifyFirst: true,
  chunkBytes: true,
  silenceMs: true,
  finalMs: true,
  onProgress: true,
  signal: true,
} as const satisfies OptionNames<RestoreOptions>;

/** A finished restore. */
export interface RestoreResult {
  /** Name of the restored stream. */
  readonly stream: string;
  /** Bytes sent to the server. */
  readonly bytes: number;
  /** The restored stream as the server reports it; integers beyond 2^53 as `bigint`. */
  readonly state: StreamState;
  /** How the snapshot was verified: with the digests of a manifest, or only by its structure. */
  readonly verifiedBy: 'manifest' | 'structure';
  /** Compares the consumers with those that the backup noted; `undefined` if it noted none. */
  readonly consumers?: ConsumerReport;
  /** The sources that continue after their last message in the restored stream, each with the sequence of its start. */
  readonly resumedSources: readonly ResumedSource[];
  /** The streams that copy from the restored stream; `undefined` if this user may not list streams. */
  readonly followers?: readonly Follower[];
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
}

/** Number of messages, first sequence and last sequence of a stream. */
export interface Extent {
  readonly messages: Integer;
  readonly first_seq?: Integer;
  readonly last_seq: Integer;
}
