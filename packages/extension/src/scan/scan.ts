import type { Declaration } from './declaration.js';
import type { Report } from './report.js';

/** One extension under scan: what its readers share. */
export interface Scan {
  readonly prefix: string;
  readonly name: string;
  readonly declarations: readonly Declaration[];
  readonly report: Report;
}
