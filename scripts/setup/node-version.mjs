// @ts-check

/** The first Node 20 that can `require()` ES modules. */
const OLDEST_NODE = [20, 19];

/**
 * @param {string} version as `process.versions.node`
 * @returns {string | undefined} a message for the user if this Node is too old
 */
export function checkNodeVersion(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `Node ${version} is too old: install Node ${OLDEST_NODE.join('.')} or later.`;
}
