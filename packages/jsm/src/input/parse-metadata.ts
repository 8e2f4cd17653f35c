import { UsageError } from '../process/usage-error.js';

/** Parses `key=value` or `key:value`, as often as the option is given. */
export function parseMetadata(entries: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const [, key, value] = /^([^=:]+)[=:](.*)$/s.exec(entry) ?? [];
      if (key === undefined || value === undefined) throw new UsageError(`--metadata ${entry}: write key=value`);
      return [key, value];
    }),
  );
}
