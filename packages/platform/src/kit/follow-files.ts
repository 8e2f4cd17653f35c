import { type StatsListener, unwatchFile, watchFile } from 'node:fs';

/** How often the times of the files are compared. Events would miss a mounted secret, which changes by a link above it. */
const EVERY_MS = 2_000;

/** Calls `changed` after one of the files was written or replaced, until the returned function is called. */
export function followFiles(files: readonly string[], changed: () => void): () => void {
  const listener: StatsListener = (now, before) => {
    // A file that is away for the moment is about to be replaced.
    if (now.mtimeMs !== 0 && (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino)) changed();
  };
  for (const file of files) watchFile(file, { interval: EVERY_MS, persistent: false }, listener);
  return () => {
    for (const file of files) unwatchFile(file, listener);
  };
}
