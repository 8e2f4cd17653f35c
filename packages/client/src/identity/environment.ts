/** The environment as a plain table, so that tests and applications can bring their own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The value of a variable without surrounding white space. An empty one counts as unset. */
export function readVariable(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

/** The variable with the token of one extension, for a process that runs several: `SYMPHONY_TOKEN_MY_EXT`. */
export const tokenVariable = (prefix: string): string => `SYMPHONY_TOKEN_${prefix.toUpperCase().replaceAll('-', '_')}`;
