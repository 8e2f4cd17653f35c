/** An error as a test has seen it. */
export interface SeenError {
  /** `file › title`; the title as it stands in the source. */
  readonly test: string;
  /** The test file that runs it. */
  readonly file: string;
  /** The whole name of the test when it runs. */
  readonly name: string;
  /** What the error was made from. */
  readonly params: unknown;
  /** What happened, in words. */
  readonly text: string;
}
