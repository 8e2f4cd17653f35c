import type { Report } from './report.js';

/** Reports entries that are not text: discovery shows them as they are. */
export function checkMetadata(where: string, metadata: Readonly<Record<string, unknown>> = {}, report: Report): void {
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') report.problem(where, `metadata '${key}' is not text`, 'write it as a string');
  }
}
