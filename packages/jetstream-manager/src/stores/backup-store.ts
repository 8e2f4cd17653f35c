/** A place for packed backups: a folder, an S3 bucket, or your own implementation for another place. */
export interface BackupStore {
  /** Stores bytes under a name. The name must not appear before all bytes are stored. */
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  /**
   * Reads the bytes under a name.
   *
   * @throws `BACKUP_INCOMPLETE` when the name does not exist
   */
  get(name: string): AsyncIterable<Uint8Array>;
  /** Lists the names that begin with `prefix`, sorted. */
  list(prefix: string): Promise<readonly string[]>;
  /** Removes a name. A name that does not exist is not an error. */
  remove(name: string): Promise<void>;
}
