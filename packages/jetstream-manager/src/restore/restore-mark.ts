import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod';
import { writeFileWhole } from '../backup/write-file-whole.js';
import type { RestoreSource } from './restore-source.js';

/**
 * Servers since 2.15 fill the stream while they receive it. One that dies in the middle has a part of the stream when it
 * comes back, and a retry would be told that the stream exists. So a restore leaves a mark beside the backup until it is
 * done. It holds what tells that part from every other stream, and where the stream is kept that was to be replaced.
 */
const MarkSchema = z.object({
  stream: z.string(),
  /** The configuration as it was sent. */
  config: z.string(),
  /** When the server made the part, as soon as that was known. */
  created: z.string().optional(),
  /** When the server was asked to take the backup, by this machine's clock. */
  began: z.string().optional(),
  /** When the restore failed. No part of it was made later. */
  endedAt: z.string().optional(),
  /** When the restore had the stream that it replaces deleted; whatever has its name since then, the restore made. */
  since: z.string().optional(),
  /** Where the backup of the stream is that was deleted to make room. */
  aside: z.string().optional(),
  /** A stream of this restore alone, made to try the settings. */
  scratch: z.string().optional(),
});

/** What a restore notes beside its backup until it is done. */
export type RestoreMark = z.infer<typeof MarkSchema>;

/** The mark of a restore that is under way: read from the last one, written with each change. */
export class MarkFile {
  readonly #path: string;
  #mark: RestoreMark | undefined;
  /** The last writing, for one after the other. */
  #written: Promise<void> = Promise.resolve();

  constructor({ files }: Pick<RestoreSource, 'files'>) {
    this.#path = files.restoring;
  }

  get current(): RestoreMark | undefined {
    return this.#mark;
  }

  /** The mark an earlier restore left; `undefined` where there is none that can be read. */
  async read(): Promise<RestoreMark | undefined> {
    try {
      const parsed = MarkSchema.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      this.#mark = parsed.success ? parsed.data : undefined;
    } catch {
      // No mark, or one that was cut off: it then proves nothing, and nothing is taken away for it.
    }
    return this.#mark;
  }

  /** Writes the mark. Gives whether that worked: a backup may lie on a medium that cannot be written to. */
  async write(
    change: { readonly [Name in keyof RestoreMark]?: RestoreMark[Name] | undefined } & Pick<
      RestoreMark,
      'stream' | 'config'
    >,
  ): Promise<boolean> {
    const mark = { ...this.#mark, ...change };
    this.#mark = mark;
    const written = this.#written.then(() => writeFileWhole(this.#path, `${JSON.stringify(mark)}\n`));
    this.#written = written.catch(() => undefined);
    try {
      await written;
      return true;
    } catch {
      return false;
    }
  }

  /** The restore is done, or has left nothing. */
  async clear(): Promise<void> {
    this.#mark = undefined;
    // A note that is still being written would come back after the mark has gone.
    await this.#written;
    await rm(this.#path, { force: true }).catch(() => undefined);
  }
}
