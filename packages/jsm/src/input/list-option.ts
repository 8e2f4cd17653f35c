/** Collects the values of an option that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** Collects subjects. One value may hold several of them, with commas or blanks in between, as in the `nats` tool. */
export const collectSubjects = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...value.split(/[,\s]+/).filter(Boolean),
];
