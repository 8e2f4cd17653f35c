import type { LiveExtension } from './messages.js';

interface Access {
  readonly token: string;
  readonly address: string;
}

/** A command that calls the extension, ready to be pasted into a shell; `undefined` where there is nothing to call. */
export function tryLine({ prefix, endpoint, restPath }: LiveExtension, { token, address }: Access): string | undefined {
  if (endpoint) {
    const input = endpoint.sample === undefined ? '' : ` ${quote(JSON.stringify(endpoint.sample))}`;
    return `npx symphony-boot invoke ${prefix} ${endpoint.name}${input} --address ${address} --token ${token}`;
  }
  if (restPath === undefined) return undefined;
  return `curl -H 'Authorization: Bearer ${token}' ${quote(`${address}/api/v1/extensions/${prefix}${restPath}`)}`;
}

/** Settles platform and token for all that follows in a shell. */
export const exportLine = ({ token, address }: Access): string =>
  `export SYMPHONY_ADDRESS=${address} SYMPHONY_TOKEN=${token}`;

/** For a POSIX shell: inside single quotes everything but a single quote stands for itself. */
const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
