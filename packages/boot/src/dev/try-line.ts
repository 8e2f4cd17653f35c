import { httpPath, httpPaths } from '@symphony-ts/contract';
import { quoteForShell } from '../process/quote-for-shell.js';
import type { LiveExtension } from './messages.js';

type Operation = NonNullable<LiveExtension['operation']>;

interface Access {
  readonly token: string;
  readonly address: string;
}

/** A command that calls the extension, ready to be pasted into a shell; `undefined` if there is nothing to call. */
export function tryLine({ prefix, endpoint, operation }: LiveExtension, access: Access): string | undefined {
  if (endpoint) {
    const command = ['npx symphony-boot invoke', prefix, endpoint.name, ...quoted(endpoint.sample)].join(' ');
    return `${command} --address ${access.address} --token ${access.token}`;
  }
  return operation && curlLine(prefix, operation, access);
}

function curlLine(prefix: string, { method, path, sample }: Operation, { token, address }: Access): string {
  const url = `${address}${httpPath(httpPaths.extension, { prefix })}${path.replaceAll(/[{}]/g, '')}`;
  const body = quoted(sample).map((text) => ` -H 'Content-Type: application/json' -d ${text}`);
  const how = method === 'GET' ? '' : ` -X ${method}`;
  return `curl${how} -H 'Authorization: Bearer ${token}'${body.join('')} '${url}'`;
}

/** Sets the platform and the token for all following commands in a shell. */
export const exportLine = ({ token, address }: Access): string =>
  `export SYMPHONY_ADDRESS=${address} SYMPHONY_TOKEN=${token}`;

/** A value as JSON for a shell. */
const quoted = (sample: unknown): readonly string[] =>
  sample === undefined ? [] : [quoteForShell(JSON.stringify(sample))];
