export type ServerRange = 'newest' | 'oldest' | 'any';
/** @typedef {'newest' | 'oldest' | 'any'} ServerRange */
/** The oldest nats-server this project supports. */
export declare const OLDEST_SUPPORTED = '2.9.0';
/**
 * Reads `2.15.1` from `nats-server: v2.15.1`. A pre-release suffix is dropped.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export declare function parseVersion(text: string): string | undefined;
/**
 * Compares two versions for `Array.prototype.sort`, oldest first.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export declare function compareVersions(a: string, b: string): number;
/**
 * @param {string} version
 * @param {ServerRange} range
 * @returns {boolean}
 */
export declare function isInRange(version: string, range: ServerRange): boolean;
/**
 * The range as text for messages.
 *
 * @param {ServerRange} range
 * @returns {string}
 */
export declare function formatRange(range: ServerRange): string;
