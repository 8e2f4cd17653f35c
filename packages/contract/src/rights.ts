import { ROOT } from './subject.js';

/**
 * Rights that are not subjects of a service. An API key has a right if one of its `pub` capabilities covers it. So
 * `cirata.services.usage.>` gives both rights on usage. @inferred
 */
export const rights = {
  /** Manage licences, business units and attribution rules. */
  usageAdmin: `${ROOT}.services.usage.admin`,
  /** Read usage records and summaries. */
  usageRead: `${ROOT}.services.usage.read`,
  /** Create own API keys. */
  keysCreate: `${ROOT}.services.keys.create`,
  /** List, change and revoke the API keys of others. */
  keysAdmin: `${ROOT}.services.keys.admin`,
  /** Manage roles. Roles decide what people and their keys may do. */
  rolesAdmin: `${ROOT}.services.roles.admin`,
  /** Read the log of changes to keys and roles. */
  auditRead: `${ROOT}.services.audit.read`,
  /** Read traces, metrics and logs of every extension. See `telemetry.ts`. */
  telemetryCollect: `${ROOT}.services.telemetry.collect`,
} as const;

/** An operation of the storage service. A key needs a right for each operation on each bucket. */
export type StorageOperation = 'get' | 'put' | 'delete' | 'list';

/** The right to use an operation on one bucket. A key also needs the right to call the storage service. @inferred */
export const storageRight = (operation: StorageOperation, prefix: string, bucket: string): string =>
  `${ROOT}.services.storage.${operation}.${prefix}.${bucket}`;
