export type Environment = Readonly<Record<string, string | undefined>>;
/** @typedef {Readonly<Record<string, string | undefined>>} Environment */
/**
 * Where obtained servers live: `<user cache>/symphony-ts/nats-server/<version>/nats-server`.
 *
 * @param {Environment} env
 * @returns {string}
 */
export declare function cacheFolder(env: Environment): string;
/**
 * The binaries in the cache, newest version first. An absent cache is an empty one.
 *
 * @param {Environment} env
 * @returns {Promise<string[]>}
 */
export declare function listCached(env: Environment): Promise<string[]>;
/**
 * Puts a binary into the cache. The last step is one rename, so that two setups at once, or one that is interrupted,
 * never show a reader half a file.
 *
 * @param {{ binary: string, version: string, env: Environment }} input
 * @returns {Promise<string>} where it is now
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
 * Runs `work` with a fresh folder on the cache's own file system and removes the folder afterwards.
 *
 * @template T
 * @param {Environment} env
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export declare function withScratchFolder<T>(env: Environment, work: (folder: string) => Promise<T>): Promise<T>;
