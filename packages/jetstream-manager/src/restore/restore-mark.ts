import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod';
import { writeFileWhole } from '../backup/write-file-whole.js';
import type { RestoreSource } from './restore-source.js';

/**
 * Servers since 2.15 fill the stream while they receive it. If a server dies in the middle, it has a part of the stream
 * when it returns, and a retry would fail because the stream exists. So a restore leaves a mark beside the backup until
 * it is done. The mark identifies that part. It also names the folder of the replaced stream.
 */
const MarkSchema = z.object({
  stream: z.string(),
  /** The configuration that was sent to the server. */
  config: z.string(),
  /** When the server created the part, if that is known. */
  created: z.string().optional(),
  /** When the server was asked to take the backup, in this machine's time. */
  began: z.string().optional(),
  /** When the restore failed. A stream that was created later is not its part. */
  endedAt: z.string().optional(),
  /** When the restore deleted the stream that it replaces. The restore created every stream of that name since then. */
  since: z.string().optional(),
  /** The folder with the backup of the deleted stream. */
  aside: z.string().optional(),
  /** The temporary stream of this restore, which tests the settings. */
  scratch: z.string().optional(),
});

/** The notes that a restore keeps beside its backup until it is done. */
export type RestoreMark = z.infer<typeof MarkSchema>;

/** The mark of a running restore. It starts from the last mark, and is written with each change. */
export class MarkFile {
  readonly #path: string;
  #mark: RestoreMark | undefined;
  /** The last write. Each write waits for the one before. */
  #written: Promise<void> = Promise.resolve();

  constructor({ files }: Pick<RestoreSource, 'files'>) {
    this.#path = files.restoring;
  }

  get current(): RestoreMark | undefined {
    return this.#mark;
  }

  /** The mark of an earlier restore; `undefined` if there is none that can be read. */
  async read(): Promise<RestoreMark | undefined> {
    try {
      const parsed = MarkSchema.safeParse(JSON.parse(await readFile(this.#path, 'utf8')));
      this.#mark = parsed.success ? parsed.data : undefined;
    } catch {
      // There is no mark, or its write was cut off. It then proves nothing, and nothing is deleted because of it.
    }
    return this.#mark;
  }

  /** Writes the mark. Returns whether that worked: the backup may be on a read-only medium. */
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

  /** Removes the mark, because the restore is done or has left nothing. */
  async clear(): Promise<void> {
    this.#mark = undefined;
    // An unfinished write would create the mark again after its removal.
    await this.#written;
    await rm(this.#path, { force: true }).catch(() => undefined);
  }
}
