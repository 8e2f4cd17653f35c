import type { ApiRequest } from './api-request.js';

/** A list together with what the cluster knows of but could not report. */
export interface AssetList<T> {
  readonly items: readonly T[];
  /** Names of assets that no server answered for in time. */
  readonly missing: readonly string[];
  /** Names of assets that are offline, each with the server's reason. */
  readonly offline: Readonly<Record<string, string>>;
}

interface Page {
  readonly total?: number;
  /** How many assets a page is about, reported or not. */
  readonly limit?: number;
  readonly missing?: readonly string[] | null;
  readonly offline?: Readonly<Record<string, string>> | null;
}

/** Which list to read: its subject without the API prefix, the reply's array field, and what to filter by. */
export interface ListRequest {
  readonly subject: string;
  readonly field: string;
  readonly filter?: object;
}

/**
 * All pages of a list of the JetStream API. Unlike the list of `@nats-io/jetstream` it also gives the assets that the
 * servers report as missing or offline.
 */
export async function readPages<T>(
  request: ApiRequest,
  { subject, field, filter }: ListRequest,
): Promise<AssetList<T>> {
  const items: T[] = [];
  const missing = new Set<string>();
  const offline: Record<string, string> = {};
  // Missing and offline assets have their places in the pages, but no entry.
  for (let offset = 0, total = 1; offset < total; ) {
    const page = await request<Page & Record<string, readonly T[] | null>>(subject, { ...filter, offset });
    const entries = page[field] ?? [];
    items.push(...entries);
    for (const name of page.missing ?? []) missing.add(name);
    Object.assign(offline, page.offline);
    total = page.total ?? 0;
    offset += page.limit || entries.length || total;
  }
  return { items, missing: [...missing], offline };
}
