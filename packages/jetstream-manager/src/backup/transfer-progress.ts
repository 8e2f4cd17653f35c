/** The progress of a backup or restore. */
export interface TransferProgress {
  /** Name of the stream. */
  readonly stream: string;
  /** The direction of the transfer. */
  readonly kind: 'backup' | 'restore';
  /** Bytes of the snapshot received or sent so far. */
  readonly bytes: number;
  /** Size of the whole snapshot in bytes. A restore knows it from the start, a backup only when it is done. */
  readonly totalBytes?: number;
  /** The finished share, from 0 to 1. For a backup it compares stream content, so it is an estimate until the end. */
  readonly share: number;
  /** Bytes per second since the last report. In the last report: the average of the whole transfer. */
  readonly bytesPerSecond: number;
  /** Time since the start, in milliseconds. */
  readonly elapsedMs: number;
  /** Whether this is the last report. */
  readonly isDone: boolean;
}

/** Receives progress at the start, about five times a second, and at the end. It must not throw. */
export type OnProgress = (progress: TransferProgress) => void;

const intervalMs = 200;

/** The state of a transfer. The meter adds times and rates. */
export type TransferState = Omit<TransferProgress, 'bytesPerSecond' | 'elapsedMs'>;

/** Turns the state of a transfer into progress events, and limits their number. `now` returns milliseconds. */
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

  /** Reports the state, unless the last event is too recent. The end is always reported. */
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
