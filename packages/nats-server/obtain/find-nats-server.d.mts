export type Environment = import('./server-cache.mjs').Environment;
export type ServerRange = import('./server-version.mjs').ServerRange;
export type FoundServer = {
  path: string;
  version: string;
  source: string;
};
export type Attempt = {
  source: string;
  reason: string;
  tooOld?: true;
};
export type Search = {
  server?: FoundServer;
  attempts: Attempt[];
};
/**
 * Looks for a working nats-server on this machine, without network: `NATS_SERVER_BIN`, `PATH`, the user's cache. It skips a
 * binary that does not run or is outside the range. `attempts` has the reason.
 *
 * @param {{ env: Environment, range?: ServerRange, systemFolder?: string }} options
 * @returns {Promise<Search>}
 */
export declare function findNatsServer({
  env,
  range,
  systemFolder,
}: {
  env: Environment;
  range?: ServerRange;
  systemFolder?: string;
}): Promise<Search>;
/**
 * Runs one binary, and compares its version with the range.
 *
 * @param {{ path: string, source: string, range: ServerRange }} candidate
 * @returns {Promise<{ server: FoundServer } | { attempt: Attempt }>}
 */
export declare function checkBinary({
  path,
  source,
  range,
}: {
  path: string;
  source: string;
  range: ServerRange;
}): Promise<
  | {
      server: FoundServer;
    }
  | {
      attempt: Attempt;
    }
>;
