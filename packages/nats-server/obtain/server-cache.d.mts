export type Environment = Readonly<Record<string, string | undefined>>;
/** @typedef {Readonly<Record<string, string | undefined>>} Environment */
/**
 * The folder of downloaded servers: `<user cache>/symphony-ts/nats-server/<version>/nats-server`.
 *
 * @param {Environment} env
 * @returns {string}
 */
export declare function cacheFolder(env: Environment): string;
/**
 * The binaries in the cache, newest version first. Empty if there is no cache.
 *
 * @param {Environment} env
 * @returns {Promise<string[]>}
 */
export declare function listCached(env: Environment): Promise<string[]>;
/**
 * Stores a binary in the cache. The last step is one rename. So a reader never sees a partial file, even if two setups run at
 * once or one is interrupted.
 *
 * @param {{ binary: string, version: string, env: Environment }} input
 * @returns {Promise<string>} the path of the stored binary
 */
export declare function addToCache({
  binary,
  version,
  env,
}: {
  binary: string;
  version: string;
  env: Environment;
}): Promise<string>;
/**
 * Runs `work` with a new folder on the file system of the cache, and removes the folder afterwards.
 *
 * @template T
 * @param {Environment} env
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export declare function withScratchFolder<T>(env: Environment, work: (folder: string) => Promise<T>): Promise<T>;
