// @ts-check
import { readFile } from 'node:fs/promises';

/**
 * Integration files whose result does not depend on the release of nats-server. newest-only.json lists them with the reasons.
 * A run on both ends of the supported range runs them only on the newest. Files about NATS itself (rights, accounts, buckets,
 * reconnection) are not in the list.
 *
 * @returns {Promise<string[]>} paths relative to the root
 */
export async function readNewestOnly() {
  /** @type {{ because: string, files: string[] }[]} */
  const groups = JSON.parse(await readFile(new URL('newest-only.json', import.meta.url), 'utf8'));
  return groups.flatMap(({ files }) => files);
}
