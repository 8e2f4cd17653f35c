export type Attempt = import('./find-nats-server.mjs').Attempt;
export type FoundServer = import('./find-nats-server.mjs').FoundServer;
export type Search = import('./find-nats-server.mjs').Search;
export type Environment = import('./server-cache.mjs').Environment;
export type ServerRange = import('./server-version.mjs').ServerRange;
export type Origin = {
  source: string;
  fetch: (folder: string) => Promise<string>;
};
/**
 * Finds or downloads a nats-server of the range: first on this machine, then the official release, then the package manager's.
 * A download is stored in the user's cache, where the next search finds it.
 *
 * @param {{ range: ServerRange, env: Environment }} options
 * @returns {Promise<Search>} never throws if a place has no server: `attempts` has the reasons
 */
export declare function obtainNatsServer({ range, env }: { range: ServerRange; env: Environment }): Promise<Search>;
