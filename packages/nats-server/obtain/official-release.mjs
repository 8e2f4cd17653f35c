// @ts-check
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.mjs';

/** @typedef {{ version: string, sha256: Readonly<Record<string, string>> }} OfficialRelease */

const DOWNLOADS = 'https://github.com/nats-io/nats-server/releases/download';

/** A machine without network is noticed within this time. The transfer of the content may then take longer. */
const RESPONSE_TIMEOUT_MS = 4_000;
const BODY_TIMEOUT_MS = 180_000;

/**
 * SHA-256 of the release archives, by version and platform. The Linux sums are the ones with which the NATS project builds its
 * own container images. The macOS sums of 2.9.10 come from a public package index whose Linux sum is the same. A platform
 * without a sum uses its package manager: an archive that cannot be verified is never run.
 *
 * @type {Readonly<Record<'newest' | 'oldest', OfficialRelease>>}
 */
export const OFFICIAL_RELEASES = {
  newest: {
    version: '2.14.5',
    sha256: {
      'linux-amd64': '5e3b603d47c447bda1f77f9ac16dbf91c90aac4ff3681f8fbbc7201e4ed99355',
      'linux-arm64': '673a98d3faa79dde3f9ebf16d6dfac36a5f694e7ad2015e4954dd7939c85cd4c',
    },
  },
  oldest: {
    version: '2.9.10',
    sha256: {
      'linux-amd64': '1dc0829c9cddbc9474a768853d464bd8b32cdaa51f66633825a20462b36071c8',
      'linux-arm64': '6e1378b40ff5b70fa664c885d5dad88daf0d6040d48c864e0e92a3f19565613a',
      'darwin-amd64': '4c8913b6e9dcffe6abd47cc1047601d87aa96a2c0cfabd5a2d7502bb60684f49',
      'darwin-arm64': '2898df4f9ad0db4784dbbefe7266e1dd05023fa05908cf227c60e1bce7dc4521',
    },
  },
};

/**
 * Downloads a pinned release, checks its SHA-256 and unpacks it.
 *
 * @param {{ release: OfficialRelease, folder: string, platform?: string, arch?: string, downloads?: string }} input
 * @returns {Promise<string>} the unpacked binary
 */
export async function downloadOfficialRelease(input) {
  const { release, folder, platform = process.platform, arch = process.arch, downloads = DOWNLOADS } = input;
  const { version, sha256 } = release;
  const target = `${platform}-${arch === 'x64' ? 'amd64' : arch}`;
  const expected = sha256[target];
  if (!expected) throw new Error(`no checksum is pinned for nats-server ${version} on ${target}`);
  const name = `nats-server-v${version}-${target}`;
  const archive = await download(`${downloads}/v${version}/${name}.tar.gz`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${name}.tar.gz has SHA-256 ${actual}, expected ${expected}`);
  const file = join(folder, 'release.tar.gz');
  await writeFile(file, archive);
  await runCommand('tar', ['-xzf', file, '-C', folder], { timeoutMs: BODY_TIMEOUT_MS });
  return join(folder, name, 'nats-server');
}

/** @param {string} url */
async function download(url) {
  const abort = new AbortController();
  const noAnswer = setTimeout(() => abort.abort(new Error('no answer')), RESPONSE_TIMEOUT_MS);
  const tooSlow = setTimeout(() => abort.abort(new Error('the download took too long')), BODY_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(noAnswer);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const { message, cause } = /** @type {Error} */ (error);
    throw new Error(`${new URL(url).host} cannot be reached: ${cause instanceof Error ? cause.message : message}`, {
      cause: error,
    });
  } finally {
    clearTimeout(noAnswer);
    clearTimeout(tooSlow);
  }
}
