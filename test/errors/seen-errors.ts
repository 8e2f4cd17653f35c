/** An error that a test saw, of a package with its own table (`nats-server`, `jetstream-manager`). */
export interface SeenPackageError {
  /** `file › title`, with the title as in the source. */
  readonly test: string;
  /** The test file that jest runs. */
  readonly file: string;
  /** The full name of the test in a run. */
  readonly name: string;
  /** The text of the error, without its code and remedy. */
  readonly text: string;
}

/** An error that a test saw, of the table in `contract`. */
export interface SeenError extends SeenPackageError {
  /** The parameters of the error. */
  readonly params: unknown;
}
