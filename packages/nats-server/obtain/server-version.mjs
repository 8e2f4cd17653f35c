// @ts-check

/** @typedef {'newest' | 'oldest' | 'any'} ServerRange */

/** The oldest nats-server this project supports. */
export const OLDEST_SUPPORTED = '2.9.0';

/**
 * What counts as each end of the supported range: `oldest` is the 2.9 line, `newest` is 2.14 and whatever comes later,
 * `any` is all that is supported. `until` is exclusive.
 *
 * @type {Readonly<Record<ServerRange, { from: string, until?: string, text: string }>>}
 */
const RANGES = {
  newest: { from: '2.14.0', text: '2.14 or later' },
  oldest: { from: OLDEST_SUPPORTED, until: '2.10.0', text: '2.9.x' },
  any: { from: OLDEST_SUPPORTED, text: '2.9 or later' },
};

/**
 * Reads `2.15.1` out of `nats-server: v2.15.1`; a pre-release suffix is dropped.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export function parseVersion(text) {
  return /\bv?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/**
 * Orders two versions as `Array.prototype.sort` wants it, oldest first.
 *
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * @param {string} version
 * @param {ServerRange} range
 * @returns {boolean}
 */
export function isInRange(version, range) {
  const { from, until } = RANGES[range];
  return compareVersions(version, from) >= 0 && (until === undefined || compareVersions(version, until) < 0);
}

/**
 * The range in words, for messages.
 *
 * @param {ServerRange} range
 * @returns {string}
 */
export function formatRange(range) {
  return RANGES[range].text;
}
