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
 * Gets a nats-server of the range: one that is on the machine already, else the official release, else the package
 * manager's. What is downloaded goes to the user's cache and is found there next time.
 *
 * @param {{ range: ServerRange, env: Environment }} options
 * @returns {Promise<Search>} never throws for a place that has nothing: `attempts` says why
 */
export declare function obtainNatsServer({ range, env }: { range: ServerRange; env: Environment }): Promise<Search>;
