/** What is said of a counter or a histogram. */
export interface InstrumentOptions {
  readonly description?: string;
  /** A unit of UCUM, such as `By` or `ms`, or what is counted in braces: `{request}`. */
  readonly unit?: string;
}
