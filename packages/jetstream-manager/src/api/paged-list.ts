import { type ApiErrorReply, buildApiError } from '../errors/api-error.js';
import { JetStreamManagerError } from '../errors/manager-error.js';
import { findBigint } from '../json/find-bigint.js';
import { parseMixedJson, unsafeInteger } from '../json/safe-json.js';
import type { ApiTextRequest } from './api-request.js';

/** A list, and the names of the assets that the cluster could not report. */
export interface AssetList<T> {
  readonly items: readonly T[];
  /** Names of assets for which no server answered in time. */
  readonly missing: readonly string[];
  /** Names of offline assets, each with the reason that the server gives. */
  readonly offline: Readonly<Record<string, string>>;
  /** Names of assets that exist but cannot be represented here, each with the problem of its entry. */
  readonly unreadable: ReadonlyMap<string, JetStreamManagerError>;
}

interface Page {
  readonly error?: ApiErrorReply | null;
  readonly total?: unknown;
  /** How many assets belong to a page, including those that are not reported. */
  readonly limit?: unknown;
  readonly missing?: readonly string[] | null;
  readonly offline?: Readonly<Record<string, string>> | null;
}

/** Which list to read: its subject without the API prefix, the array field of the reply, and the filter. */
export interface ListRequest<T> {
  readonly subject: string;
  readonly field: string;
  readonly filter?: object;
  /** Whether an entry has the expected form. */
  readonly isEntry: (entry: unknown) => entry is T;
}

/** Whether an entry is a name. */
export const isNameEntry = (entry: unknown): entry is string => typeof entry === 'string';

/**
 * Reads all pages of a list of the JetStream API. Unlike the list of `@nats-io/jetstream`, the result also contains the
 * assets that the servers report as missing or offline. An unreadable entry does not hide the others.
 */
export async function readPages<T>(
  requestText: ApiTextRequest,
  { subject, field, filter, isEntry }: ListRequest<T>,
): Promise<AssetList<T>> {
  const items: T[] = [];
  const missing = new Set<string>();
  const offline: Record<string, string> = {};
  const unreadable = new Map<string, JetStreamManagerError>();
  // Missing and offline assets count in the pages, but have no entry.
  for (let offset = 0, total = 1; offset < total; ) {
    const text = await requestText(subject, JSON.stringify({ ...filter, offset }));
    const { page, hasBigints } = parsePage(text, subject);
    if (page.error) throw buildApiError(page.error, subject);
    const entries: readonly unknown[] = Array.isArray(page[field]) ? page[field] : [];
    for (const entry of entries) {
      const trouble = troubleIn(entry, subject, hasBigints);
      if (trouble === undefined && isEntry(entry)) items.push(entry);
      else unreadable.set(nameOf(entry, unreadable.size), trouble ?? notAnEntry(subject));
    }
    for (const name of page.missing ?? []) missing.add(name);
    Object.assign(offline, page.offline);
    total = count(page.total, 'total', subject);
    offset += count(page.limit, 'limit', subject) || entries.length || total;
  }
  return { items, missing: [...missing], offline, unreadable };
}

function parsePage(text: string, subject: string): { page: Page & Record<string, unknown>; hasBigints: boolean } {
  try {
    const { value, hasBigints } = parseMixedJson(text);
    // The reply is an object: the request has already checked that.
    return { page: value as Page & Record<string, unknown>, hasBigints };
  } catch (error) {
    throw new JetStreamManagerError('INVALID_REPLY', `the reply to ${subject} is not JSON`, { cause: error });
  }
}

function count(value: unknown, field: string, subject: string): number {
  if (typeof value === 'bigint') throw unsafeInteger(subject, field, String(value));
  return typeof value === 'number' ? value : 0;
}

function troubleIn(entry: unknown, subject: string, hasBigints: boolean): JetStreamManagerError | undefined {
  const found = hasBigints ? findBigint(entry) : undefined;
  return found && unsafeInteger(`${subject}: ${nameOf(entry, 0)}`, found.field, String(found.value));
}

/** The name of an entry. A stream has it in the configuration, a consumer has it directly. */
function nameOf(entry: unknown, index: number): string {
  const { name, config } = (entry ?? {}) as { name?: unknown; config?: { name?: unknown } | null };
  const found = [name, config?.name].find((each) => typeof each === 'string');
  return typeof found === 'string' ? found : `entry ${index + 1}`;
}

const notAnEntry = (subject: string): JetStreamManagerError =>
  new JetStreamManagerError('INVALID_REPLY', `${subject}: an entry of the list is not what the server says it lists`);
