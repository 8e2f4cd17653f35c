import { decodeJson, limits, parseStatusKey, StatusEntry } from '@symphony-ts/contract';

/** An entry of a status bucket. The prefix comes from the account and can be trusted; key and data are the extension's word. */
export interface ToldStatus {
  readonly prefix: string;
  readonly key: string;
  readonly data: Uint8Array;
}

/** The status of an instance; `undefined` if the entry is too large, is none, or speaks for another extension or instance. */
export function readOwnStatus({ prefix, key, data }: ToldStatus): StatusEntry | undefined {
  const named = parseStatusKey(key);
  const entry = StatusEntry.safeParse(data.length > limits.statusBytes ? undefined : decodeJson(data)).data;
  const isOwn = named?.prefix === prefix && entry?.prefix === prefix && entry.instanceId === named.instanceId;
  return isOwn ? entry : undefined;
}
