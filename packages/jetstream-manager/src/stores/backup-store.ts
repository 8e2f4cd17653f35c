/** Where packed backups are kept: a folder, a bucket of S3, or what you write for another place. */
export interface BackupStore {
  /** Stores bytes under a name. The name must not be there before all of them are. */
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * The bytes under a name.
   *
   * @throws `BACKUP_INCOMPLETE` when there are none
   */
  get(name: string): AsyncIterable<Uint8Array>;
  /** Names that begin with `prefix`, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** Removes a name; one that is not there is no error. */
  remove(name: string): Promise<void>;
}
