import { fetchPlatform, PlatformInfo } from '@symphony-ts/client/internal';
import { httpPaths } from '@symphony-ts/contract';
import { compareClocks } from './clock.js';
import { CheckError } from './finding.js';

export interface Reached {
  readonly text: string;
  /** Compares the clocks. See `compareClocks`. */
  readonly clock: () => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Checks whether a platform answers, without a token.
 *
 * @throws `CONNECTION_FAILED` when nothing answers; `CheckError` when something else does
 */
export async function pingPlatform(baseUrl: string, env: Environment): Promise<Reached> {
  const sentAt = Date.now();
  const response = await fetchPlatform({ baseUrl, path: httpPaths.ping }, env);
  const receivedAt = Date.now();
  const body = response.text;
  if (response.status >= 300 && response.status < 400) {
    const target = response.headers.get('location') ?? 'elsewhere';
    throw new CheckError(`${baseUrl} redirects to ${target}`, 'name that address in SYMPHONY_ADDRESS');
  }
  if (response.status !== 200 || !body.includes('pong')) {
    const remedy = 'check host and port: something else than a Symphony platform listens there';
    throw new CheckError(`${baseUrl}${httpPaths.ping} answers HTTP ${response.status}, not as a platform does`, remedy);
  }
  return {
    text: `${baseUrl} answers in ${receivedAt - sentAt} ms`,
    clock: () => compareClocks(response.headers.get('date'), sentAt, receivedAt),
  };
}

/** When the platform's servers write acknowledged data to the disk; `undefined` if the platform does not report it. */
export async function askFlush(baseUrl: string, env: Environment): Promise<PlatformInfo['flush']> {
  const response = await fetchPlatform({ baseUrl, path: httpPaths.info }, env);
  if (response.status !== 200) return undefined;
  return readFlush(response.text);
}

function readFlush(text: string): PlatformInfo['flush'] {
  try {
    return PlatformInfo.parse(JSON.parse(text)).flush;
  } catch {
    return undefined; // another kind of platform
  }
}
