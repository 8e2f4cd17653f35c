import type { OnProgress } from '@symphony-ts/jetstream-manager';
import { bytes } from '@symphony-ts/jetstream-manager/internal';
import cliProgress from 'cli-progress';

/** Draws the progress of a transfer. */
export interface ProgressBar {
  readonly onProgress: OnProgress;
  readonly stop: () => void;
}

/** One bar for all transfers, one after the other. Draws nothing if nobody would see it. */
export function createProgressBar(stream: NodeJS.WritableStream | undefined): ProgressBar {
  if (stream === undefined) return { onProgress: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar({
    stream,
    format: '{name} [{bar}] {percentage}% {size} {rate}/s',
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    hideCursor: true,
  });
  let isDrawn = false;
  const stop = () => {
    if (isDrawn) bar.stop();
    isDrawn = false;
  };
  return {
    onProgress: ({ stream: name, share, bytes: done, bytesPerSecond, isDone }) => {
      const payload = { name, size: bytes(done), rate: bytes(Math.round(bytesPerSecond)) };
      if (!isDrawn) bar.start(100, 0, payload);
      isDrawn = true;
      bar.update(Math.round(share * 100), payload);
      if (isDone) stop();
    },
    stop,
  };
}
