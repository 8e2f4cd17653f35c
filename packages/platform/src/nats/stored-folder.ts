import { type StatsListener, statSync, unwatchFile, watchFile } from 'node:fs';
import type { Logger } from '@symphony-ts/contract';

/** How often the folder is looked at. */
const EVERY_MS = 2_000;

/**
 * Watches the folder in which a server keeps its data. A server whose folder is removed goes on, and accepts data that is gone
 * after its next start.
 */
export class StoredFolder {
  readonly #folder: string;
  readonly #listener: StatsListener;
  #isThere = true;

  constructor(folder: string, logger: Logger) {
    this.#folder = folder;
    // Without a folder, `undefined`: the first look then says that it is gone.
    const ino = statSync(folder, { throwIfNoEntry: false })?.ino;
    this.#listener = (now) => {
      const isThere = now.ino === ino;
      if (isThere === this.#isThere) return;
      this.#isThere = isThere;
      if (isThere) return logger.info('the data folder is back', { folder });
      logger.error(
        'the data folder was removed or replaced: all data is gone after the next start. Put it back, or restore a backup',
        { folder },
      );
    };
    watchFile(folder, { interval: EVERY_MS, persistent: false }, this.#listener);
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  stop(): void {
    unwatchFile(this.#folder, this.#listener);
  }
}
