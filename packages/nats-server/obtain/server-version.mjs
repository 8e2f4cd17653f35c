// @ts-check

/** @typedef {'newest' | 'oldest' | 'any'} ServerRange */

/** The oldest nats-server this project supports. */
export const OLDEST_SUPPORTED = '2.9.0';

/**
 * The ends of the supported range: `oldest` is the 2.9 line, `newest` is 2.14 and everything later, `any` is the whole range.
 * `until` is exclusive.
 *
 * @type {Readonly<Record<ServerRange, { from: string, until?: string, text: string }>>}
 */
const RANGES = {
  newest: { from: '2.14.0', text: '2.14 or later' },
  oldest: { from: OLDEST_SUPPORTED, until: '2.10.0', text: '2.9.x' },
  any: { from: OLDEST_SUPPORTED, text: '2.9 or later' },
};

/**
 * Reads `2.15.1` from `nats-server: v2.15.1`. A pre-release suffix is dropped.
 *
 * @param {string} text
 * @returns {string | undefined}
 */
export function parseVersion(text) {
  return /\bv?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

/**
 * Compares two versions for `Array.prototype.sort`, oldest first.
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
 * The range as text for messages.
 *
 * @param {ServerRange} range
 * @returns {string}
 */
export function formatRange(range) {
  return RANGES[range].text;
}
