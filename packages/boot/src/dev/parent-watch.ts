import { Worker } from 'node:worker_threads';

/** The number of the pipe that only the parent holds open. It follows stdin, stdout, stderr and the channel for messages. */
const PARENT_PIPE = 4;

/**
 * Ends this process as soon as its parent has ended, for any reason. A thread checks this, so a module that blocks the main
 * thread cannot prevent it. There is nothing to drain then, because the platform ended with the parent.
 */
export function endWithParent(): void {
  const thread = new URL('./parent-watch-thread.js', import.meta.url);
  new Worker(thread, { workerData: PARENT_PIPE }).unref();
}
