import { onStopSignal } from '@symphony-ts/extension/internal';

/** Resolves on the first `SIGINT` or `SIGTERM`; a second one ends the process. */
export const untilSignal = (): Promise<void> =>
  new Promise((resolve) => {
    onStopSignal(() => resolve());
  });
