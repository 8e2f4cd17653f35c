/** An error of a package with a table of its own (`nats-server`, `jetstream-manager`), as a test has seen it. */
export interface SeenPackageError {
  /** `file › title`; the title as it stands in the source. */
  readonly test: string;
  /** The test file that runs it. */
  readonly file: string;
  /** The whole name of the test when it runs. */
  readonly name: string;
  /** What happened, in words. */
  readonly text: string;
}

/** An error of the table in `contract`, as a test has seen it. */
export interface SeenError extends SeenPackageError {
  /** What the error was made from. */
  readonly params: unknown;
}
