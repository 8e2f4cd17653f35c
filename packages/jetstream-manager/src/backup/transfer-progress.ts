/** How far a backup or restore has come. */
export interface TransferProgress {
  /** Name of the stream. */
  readonly stream: string;
  /** Which way the bytes go. */
  readonly kind: 'backup' | 'restore';
  /** Bytes of the snapshot received or sent so far. */
  readonly bytes: number;
  /** Bytes of the snapshot in all; known for a restore, and for a backup once it is done. */
  readonly totalBytes?: number;
  /** The part that is done, 0 to 1. A backup's is of the stream's content, so an estimate until it is done. */
  readonly share: number;
  /** Bytes a second since the last event; of the whole transfer once it is done. */
  readonly bytesPerSecond: number;
  /** Time since the start, in milliseconds. */
  readonly elapsedMs: number;
  /** Whether this is the last report. */
  readonly isDone: boolean;
}

/** Receives progress: at the start, about five times a second, and at the end. It must not throw. */
export type OnProgress = (progress: TransferProgress) => void;

const intervalMs = 200;

/** What a transfer reports; the meter adds times and rates. */
export type TransferState = Omit<TransferProgress, 'bytesPerSecond' | 'elapsedMs'>;

/** Turns the state of a transfer into progress events, not too many of them. `now` is in milliseconds. */
export class ProgressMeter {
  readonly #onProgress: OnProgress | undefined;
  readonly #now: () => number;
  readonly #startMs: number;
  #lastMs: number;
  #lastBytes = 0;

  constructor(onProgress: OnProgress | undefined, now: () => number) {
    this.#onProgress = onProgress;
    this.#now = now;
    this.#startMs = now();
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }

  /** Reports, unless the last event is too fresh; what is done is always reported. */
  report(state: () => TransferState): void {
    if (this.#onProgress === undefined) return;
    const nowMs = this.#now();
    const sinceMs = nowMs - Math.max(this.#lastMs, this.#startMs);
    const current = state();
    if (!current.isDone && nowMs - this.#lastMs < intervalMs) return;
    const elapsedMs = nowMs - this.#startMs;
    const bytesPerSecond = current.isDone
      ? rate(current.bytes, elapsedMs)
      : rate(current.bytes - this.#lastBytes, sinceMs);
    this.#lastMs = nowMs;
    this.#lastBytes = current.bytes;
    this.#onProgress({ ...current, bytesPerSecond, elapsedMs });
  }
}

const rate = (bytes: number, ms: number): number => (ms > 0 ? (bytes * 1000) / ms : 0);
