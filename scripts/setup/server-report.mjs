// @ts-check
import { formatRange } from '../../packages/nats-server/obtain/server-version.mjs';

/** @typedef {import('../../packages/nats-server/obtain/find-nats-server.mjs').Attempt} Attempt */
/** @typedef {import('../../packages/nats-server/obtain/find-nats-server.mjs').FoundServer} FoundServer */
/** @typedef {import('../../packages/nats-server/obtain/find-nats-server.mjs').ServerRange} ServerRange */

/**
 * @param {ServerRange} range
 * @param {FoundServer} server
 * @returns {string} one line with the found server and its place
 */
export function formatServer(range, { version, path, source }) {
  const end = range === 'any' ? '' : ` (${range} end)`;
  return `nats-server ${version}${end}: ${path}, from ${source}`;
}

/**
 * @param {ServerRange} range
 * @param {readonly Attempt[]} attempts
 * @returns {string}
 */
export function formatMissing(range, attempts) {
  const end = range === 'any' ? 'none found' : `${range} end (${formatRange(range)}) not run: none found`;
  const reasons = attempts.map(({ source, reason }) => `\n  ${source}: ${reason}`).join('');
  return `nats-server: ${end}${reasons}\n  Install one, or name its binary in NATS_SERVER_BIN.`;
}

/**
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {boolean}
 */
export function isCi(env) {
  return !['', '0', 'false', undefined].includes(env['CI']?.toLowerCase());
}
