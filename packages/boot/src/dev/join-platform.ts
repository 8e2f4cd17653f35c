import { httpPaths, isSymphonyError, toError } from '@symphony-ts/contract';
import { readCreatedKey, readKeyList } from '../access/key-replies.js';
import { PlatformApi } from '../access/platform-api.js';
import type { DevPlatform } from './dev-platform.js';

/** How often it checks that the joined platform is still the same one. */
const ASK_INTERVAL_MS = 1_000;

/**
 * Joins a development platform on this machine. Such a platform signs in everybody. Resolves to `undefined` if there is no such
 * platform at `address`.
 */
export async function joinPlatform(address: string): Promise<DevPlatform | undefined> {
  const api = await PlatformApi.signIn(address).catch(() => undefined); // nothing answers, or it is not a platform
  if (!api) return undefined;
  const watch = watchPlatform(api);
  return {
    address,
    isJoined: true,
    keyMaker: {
      liveIds: async () => {
        const keys = readKeyList(await api.request('GET', httpPaths.keys));
        return new Set(keys.flatMap(({ id, revoked }) => (revoked === undefined ? [id] : [])));
      },
      create: async (key) => readCreatedKey(await api.request('POST', httpPaths.keys, key)),
    },
    gone: watch.gone,
    [Symbol.asyncDispose]: async () => watch.end(),
  };
}

function watchPlatform(api: PlatformApi): { readonly gone: Promise<void>; readonly end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const gone = new Promise<void>((resolve) => {
    const ask = async (): Promise<void> => {
      try {
        await api.request('GET', httpPaths.ownUser);
      } catch (error) {
        if (isGone(error)) return resolve();
      }
      if (!isOver) timer = setTimeout(() => void ask(), ASK_INTERVAL_MS);
    };
    timer = setTimeout(() => void ask(), ASK_INTERVAL_MS);
  });
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  return { gone, end };
}

/** Whether the joined platform has gone. A slow one has not. One that does not know the session has taken its place. */
function isGone(error: unknown): boolean {
  if (isSymphonyError(error, 'AUTHENTICATION_FAILED')) return true;
  return isSymphonyError(error, 'CONNECTION_FAILED') && toError(error.cause).name !== 'TimeoutError';
}
