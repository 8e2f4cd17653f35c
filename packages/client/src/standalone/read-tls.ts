import { readFile } from 'node:fs/promises';
import { InvalidConfigurationError, toError } from '@symphony-ts/contract';
import type { TlsMaterial } from '../nats/nats-options.js';
import type { NatsTlsOptions } from './standalone-options.js';

/** Reads the files that the options name. @throws `INVALID_CONFIGURATION` for one that cannot be read */
export async function readTlsMaterial(options: NatsTlsOptions = {}): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all([
    textOf('caFile', options.caFile, options.ca),
    textOf('certFile', options.certFile, options.cert),
    textOf('keyFile', options.keyFile, options.key),
  ]);
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}

async function textOf(option: string, file: string | undefined, text: string | undefined): Promise<string | undefined> {
  if (file === undefined) return text;
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const reason = `cannot be read: ${toError(error).message}`;
    throw new InvalidConfigurationError({ setting: `nats.tls.${option}`, reason }, { cause: error });
  }
}
