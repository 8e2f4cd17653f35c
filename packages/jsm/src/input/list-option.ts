import { UsageError } from '../process/usage-error.js';

/** Collects the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Collects subjects. One value may hold several of them, with commas or blanks in between, as in the `nats` tool. */
export const collectSubjects = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(/[,\s]+/).filter(Boolean),
];

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
