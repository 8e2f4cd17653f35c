import { ROOT } from './subject.js';

/**
 * Rights that are not subjects of a service: an API key holds one when a `pub` capability of it covers it, so
 * `cirata.services.usage.>` gives both rights on usage. @inferred
 */
export const rights = {
  /** Licences, business units, attribution. */
  usageAdmin: `${ROOT}.services.usage.admin`,
  /** Usage records and summaries. */
  usageRead: `${ROOT}.services.usage.read`,
  /** Own API keys. */
  keysCreate: `${ROOT}.services.keys.create`,
  /** API keys of others: list, change, revoke. */
  keysAdmin: `${ROOT}.services.keys.admin`,
  /** Roles, which decide what people and their keys may do. */
  rolesAdmin: `${ROOT}.services.roles.admin`,
  /** The log of changes to keys and roles. */
  auditRead: `${ROOT}.services.audit.read`,
  /** Traces, metrics and logs of every extension: see `telemetry.ts`. */
  telemetryCollect: `${ROOT}.services.telemetry.collect`,
} as const;

/** An operation of the storage service. A key needs a right for each, per bucket. */
export type StorageOperation = 'get' | 'put' | 'delete' | 'list';

/** The right to an operation of the storage service on one bucket, beside the right to call the service. @inferred */
export const storageRight = (operation: StorageOperation, prefix: string, bucket: string): string =>
  `${ROOT}.services.storage.${operation}.${prefix}.${bucket}`;
