// @ts-check
import { readFile } from 'node:fs/promises';

/**
 * Integration files whose outcome the release of nats-server does not decide, as newest-only.json lists them with the reasons.
 * A run over both ends of the supported range runs them on the newest end alone. What talks about NATS itself (rights, accounts,
 * buckets, reconnection) is not listed.
 *
 * @returns {Promise<string[]>} paths relative to the root
 */
export async function readNewestOnly() {
  /** @type {{ because: string, files: string[] }[]} */
  const groups = JSON.parse(await readFile(new URL('newest-only.json', import.meta.url), 'utf8'));
  return groups.flatMap(({ files }) => files);
}
