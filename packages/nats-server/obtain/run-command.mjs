// @ts-check
import { spawn } from 'node:child_process';

/**
 * Runs a command until it ends and returns its output. If it fails, throws an `Error` with the last lines of its output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, timeoutMs: number }} options
 * @returns {Promise<string>} stdout
 */
export function runCommand(command, args, { cwd, timeoutMs }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Error texts are compared and shown, so they must be in one language.
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
    });
    // Does not use `spawn`'s timeout: if a command cannot be run, its timer would keep this process alive.
    const tooSlow = setTimeout(() => child.kill(), timeoutMs);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', (error) => {
      clearTimeout(tooSlow);
      reject(new Error(`${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(tooSlow);
      if (code === 0) return resolve(stdout);
      const words = lastLine(stderr) || lastLine(stdout) || 'no output';
      reject(new Error(`${command} ${signal ? `was stopped by ${signal}` : `exited with ${code}`}: ${words}`));
    });
  });
}

/** @param {string} text */
function lastLine(text) {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
