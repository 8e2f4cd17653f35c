import type { NatsConnection } from '@nats-io/nats-core';
import { platformBuckets } from '@symphony-ts/contract';
import { AccountRecord } from '../accounts/account-record.js';
import { type AuditLog, type AuditParts, openAuditLog } from '../audit/audit-log.js';
import { openRefusalStore, type RefusalStore } from '../audit/refusal-store.js';
import { ApiKey } from '../keys/api-key.js';
import { whenJetStreamAnswers } from '../kit/when-jetstream-answers.js';
import { Person } from '../people/person.js';
import { Preference } from '../people/preference.js';
import { Role } from '../people/role.js';
import { Registration, VersionRecord } from '../registry/registration.js';
import { ResourcePiece } from '../registry/resource-texts.js';
import { openTable } from '../table/open-table.js';
import type { Table } from '../table/table.js';

/** Everything the platform remembers, in buckets of its own account. */
export interface PlatformState {
  readonly accounts: Table<AccountRecord>;
  readonly keys: Table<ApiKey>;
  readonly registry: Table<Registration>;
  /** Versions that start, or run beside the registered one. */
  readonly versions: Table<VersionRecord>;
  /** Texts of resources that came ahead of their manifest, in pieces. */
  readonly resources: Table<ResourcePiece>;
  readonly roles: Table<Role>;
  readonly people: Table<Person>;
  readonly preferences: Table<Preference>;
  readonly audit: AuditLog;
  /** The part of the audit log with the refusals. */
  readonly refusals: RefusalStore;
  stop(): void;
}

/** Opens the platform's buckets, making them on first use. */
export async function openState(
  nc: NatsConnection,
  replicas: number,
  { logger, counters }: Pick<AuditParts, 'logger' | 'counters'>,
): Promise<PlatformState> {
  const source = { nc, replicas, logger };
  const [accounts, keys, registry, versions, resources, roles, people, preferences, audit, refusals] =
    await Promise.all([
      openTable(source, platformBuckets.accounts, AccountRecord),
      openTable(source, platformBuckets.apiKeys, ApiKey),
      openTable(source, platformBuckets.registry, Registration),
      openTable(source, platformBuckets.versions, VersionRecord),
      openTable(source, platformBuckets.resources, ResourcePiece),
      openTable(source, platformBuckets.roles, Role),
      openTable(source, platformBuckets.people, Person),
      openTable(source, platformBuckets.preferences, Preference),
      whenJetStreamAnswers(() => openAuditLog(nc, replicas, { now: Date.now, counters, logger }), { logger }),
      whenJetStreamAnswers(() => openRefusalStore(nc, replicas), { logger }),
    ]);
  const stop = (): void =>
    [accounts, keys, registry, versions, resources, roles, people, preferences].forEach((table) => table.stop());
  return { accounts, keys, registry, versions, resources, roles, people, preferences, audit, refusals, stop };
}
