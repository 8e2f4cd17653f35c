import { decodeJson, limits, parseStatusKey, StatusEntry } from '@symphony-ts/contract';

/**
 * An entry of a status bucket. The prefix comes from the account and can be trusted. The extension itself chose key and data.
 */
export interface ToldStatus {
  readonly prefix: string;
  readonly key: string;
  readonly data: Uint8Array;
}

/** The status of an instance; `undefined` if it is too large, is not a status, or names another extension or instance. */
export function readOwnStatus({ prefix, key, data }: ToldStatus): StatusEntry | undefined {
  const named = parseStatusKey(key);
  const entry = StatusEntry.safeParse(data.length > limits.statusBytes ? undefined : decodeJson(data)).data;
  const isOwn = named?.prefix === prefix && entry?.prefix === prefix && entry.instanceId === named.instanceId;
  return isOwn ? entry : undefined;
}
