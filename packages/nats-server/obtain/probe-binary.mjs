// @ts-check
import { execFile } from 'node:child_process';
import { parseVersion } from './server-version.mjs';

/** Even a machine under full load answers `-v` well within this time. */
const PROBE_TIMEOUT_MS = 10_000;

/**
 * Runs a binary to read its version. This also shows that it runs on this machine (CPU and libc fit).
 *
 * @param {string} path
 * @returns {Promise<{ version: string } | { problem: string }>}
 */
export function probeBinary(path) {
  return new Promise((resolve) => {
    execFile(path, ['-v'], { timeout: PROBE_TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error) return resolve({ problem: explain(error) });
      // 2.x prints to stdout; older servers printed to stderr.
      const version = parseVersion(stdout) ?? parseVersion(stderr);
      resolve(version ? { version } : { problem: 'it does not answer `-v` as nats-server does' });
    });
  });
}

/** @param {import('node:child_process').ExecFileException} error */
function explain(error) {
  if (error.code === 'ENOENT') return 'there is no such file';
  if (error.code === 'EACCES') return 'it is not executable';
  if (error.killed) return `it did not answer \`-v\` within ${PROBE_TIMEOUT_MS / 1000} s`;
  return `it does not run (${error.message.split('\n')[0]})`;
}
