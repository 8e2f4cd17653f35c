import { type HttpPath, httpPaths, rights } from '@symphony-ts/contract';
import * as z from 'zod';
import { auditSubjects } from '../audit/audit-entry.js';
import { ChangeKeyBody, NewKeyBody } from '../keys/key-body.js';
import { onlyFields } from '../kit/only-fields.js';
import { RoleBody } from '../people/role.js';
import { AttributionRuleBody, BusinessUnitBody } from '../usage/attribution.js';

/** One route of the platform, as its reference describes it. */
export interface ApiOperation {
  /** Method and path, such as `GET /api/v1/keys`. */
  readonly route: `${'GET' | 'POST' | 'PUT' | 'DELETE'} ${HttpPath}`;
  readonly tag: string;
  readonly summary: string;
  /** The callers: everybody, any valid API key, or a key with this right. */
  readonly access: 'everybody' | 'key' | (string & {});
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Statuses of success and their meanings. Default: 200. */
  readonly success?: readonly [status: number, words: string];
}

const { keysAdmin, keysCreate, rolesAdmin, auditRead, usageRead, usageAdmin, telemetryCollect } = rights;
const noContent = [204, 'It is done.'] as const;
const created = [201, 'It was created.'] as const;
const Page = z.object({ after: z.string().optional(), count: z.int().min(1).max(1_000).optional() });
const AuditAbout = z.object({ about: z.enum(auditSubjects).optional() });
const Period = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  extension: z.string().optional(),
  unit: z.string().optional(),
});
const Instance = z.object({ instance: z.string().optional() });

/** Every route of the HTTP API, in the order of its reference. A test compares it with the routes of the server. */
export const apiOperations: readonly ApiOperation[] = [
  { route: `GET ${httpPaths.ping}`, tag: 'Health', summary: 'Whether the platform runs', access: 'everybody' },
  { route: `GET ${httpPaths.health}`, tag: 'Health', summary: 'Whether every part is healthy', access: 'everybody' },
  { route: `GET ${httpPaths.ready}`, tag: 'Health', summary: 'Whether it accepts traffic', access: 'everybody' },
  { route: `GET ${httpPaths.info}`, tag: 'Health', summary: 'Its name, version and addresses', access: 'everybody' },
  {
    route: `GET ${httpPaths.metrics}`,
    tag: 'Health',
    summary: 'What this process has counted, for Prometheus',
    access: telemetryCollect,
  },
  { route: `GET ${httpPaths.reference}`, tag: 'Health', summary: 'This document', access: 'everybody' },
  {
    route: `GET ${httpPaths.signIn}`,
    tag: 'Sign-in',
    summary: 'A session for a token of the identity provider',
    access: 'everybody',
  },
  {
    route: `POST ${httpPaths.backchannelLogout}`,
    tag: 'Sign-in',
    summary: 'Ends the sessions that a logout token of the identity provider names',
    access: 'everybody',
  },
  {
    route: `GET ${httpPaths.exchange}`,
    tag: 'Sign-in',
    summary: "NATS credentials for the caller's API key",
    access: 'key',
  },
  { route: `GET ${httpPaths.ownUser}`, tag: 'Sign-in', summary: "The owner of the caller's key", access: 'key' },
  {
    route: `GET ${httpPaths.ownRoles}`,
    tag: 'Sign-in',
    summary: "Roles and rights of the caller's key",
    access: 'key',
  },
  {
    route: `GET ${httpPaths.extensions}`,
    tag: 'Extensions',
    summary: 'Registered extensions and their instances',
    access: 'key',
    query: Page,
  },
  {
    route: `GET ${httpPaths.features}`,
    tag: 'Extensions',
    summary: 'Pages, menus and widgets of all extensions',
    access: 'key',
    query: Page,
  },
  {
    route: `GET ${httpPaths.extension}`,
    tag: 'Extensions',
    summary: 'Endpoints of an extension with their schemas, and its OpenAPI document',
    access: 'key',
  },
  {
    route: `POST ${httpPaths.service}`,
    tag: 'Extensions',
    summary: 'Calls an endpoint with the body as it is',
    access: 'the right to the endpoint',
    query: Instance,
    body: z.unknown(),
  },
  {
    route: `GET ${httpPaths.keys}`,
    tag: 'API keys',
    summary: 'Own API keys; for administrators, all',
    access: 'key',
    query: Page,
  },
  {
    route: `POST ${httpPaths.keys}`,
    tag: 'API keys',
    summary: 'Creates a key. Its token is shown this once',
    access: keysCreate,
    body: NewKeyBody,
    success: created,
  },
  { route: `PUT ${httpPaths.key}`, tag: 'API keys', summary: 'Changes a key', access: keysCreate, body: ChangeKeyBody },
  {
    route: `DELETE ${httpPaths.key}`,
    tag: 'API keys',
    summary: 'Revokes a key and ends its connections',
    access: keysCreate,
    success: noContent,
  },
  {
    route: `GET ${httpPaths.accounts}`,
    tag: 'Accounts',
    summary: 'The accounts of extensions',
    access: keysAdmin,
    query: Page,
  },
  {
    route: `POST ${httpPaths.thaw}`,
    tag: 'Accounts',
    summary: 'Makes a frozen account usable again',
    access: keysAdmin,
    success: noContent,
  },
  {
    route: `DELETE ${httpPaths.account}`,
    tag: 'Accounts',
    summary: 'Deletes an account with its data',
    access: keysAdmin,
    success: noContent,
  },
  {
    route: `GET ${httpPaths.people}`,
    tag: 'People and roles',
    summary: 'Everybody who has signed in',
    access: rolesAdmin,
    query: Page,
  },
  {
    route: `GET ${httpPaths.signInSettings}`,
    tag: 'People and roles',
    summary: 'How people sign in',
    access: rolesAdmin,
  },
  { route: `GET ${httpPaths.roles}`, tag: 'People and roles', summary: 'All roles', access: rolesAdmin, query: Page },
  {
    route: `PUT ${httpPaths.role}`,
    tag: 'People and roles',
    summary: 'Adds or replaces a role',
    access: rolesAdmin,
    body: RoleBody,
  },
  {
    route: `DELETE ${httpPaths.role}`,
    tag: 'People and roles',
    summary: 'Deletes a role',
    access: rolesAdmin,
    success: noContent,
  },
  {
    route: `GET ${httpPaths.audit}`,
    tag: 'People and roles',
    summary: 'The audit log, newest first: changes, or what was refused',
    access: auditRead,
    query: AuditAbout.extend({ count: z.int().min(1).max(1_000).optional() }),
  },
  {
    route: `GET ${httpPaths.auditExport}`,
    tag: 'People and roles',
    summary: 'The whole audit log of changes, or of refusals, as lines of JSON, oldest first',
    access: auditRead,
    query: AuditAbout,
  },
  {
    route: `GET ${httpPaths.enforcement}`,
    tag: 'Usage',
    summary: 'Whether licences cover what is used',
    access: 'key',
  },
  {
    route: `GET ${httpPaths.usageRecords}`,
    tag: 'Usage',
    summary: 'Usage records of a period, in pages',
    access: usageRead,
    query: Period.extend({ limit: z.int().positive().max(10_000).optional(), after: z.string().optional() }),
  },
  {
    route: `GET ${httpPaths.usageSummary}`,
    tag: 'Usage',
    summary: 'Use of a period by business unit and extension',
    access: usageRead,
    query: Period.extend({
      group: z.enum(['unit', 'extension', 'both']).optional(),
      interval: z.enum(['day', 'month']).optional(),
    }),
  },
  {
    route: `PUT ${httpPaths.attribution}`,
    tag: 'Usage',
    summary: 'Charges a record to a business unit by hand',
    access: usageAdmin,
    body: onlyFields({ unit: z.string().nullable() }),
  },
  {
    route: `GET ${httpPaths.licenses}`,
    tag: 'Usage',
    summary: 'Installed licences',
    access: usageAdmin,
    query: Page,
  },
  {
    route: `POST ${httpPaths.licenses}`,
    tag: 'Usage',
    summary: 'Installs a licence',
    access: usageAdmin,
    body: onlyFields({ license: z.string() }),
    success: created,
  },
  {
    route: `DELETE ${httpPaths.license}`,
    tag: 'Usage',
    summary: 'Removes a licence',
    access: usageAdmin,
    success: noContent,
  },
  { route: `GET ${httpPaths.businessUnits}`, tag: 'Usage', summary: 'Business units', access: usageRead, query: Page },
  {
    route: `PUT ${httpPaths.businessUnit}`,
    tag: 'Usage',
    summary: 'Adds or replaces a business unit',
    access: usageAdmin,
    body: BusinessUnitBody.partial({ id: true }),
  },
  {
    route: `DELETE ${httpPaths.businessUnit}`,
    tag: 'Usage',
    summary: 'Deletes a business unit',
    access: usageAdmin,
    success: noContent,
  },
  {
    route: `GET ${httpPaths.attributionRules}`,
    tag: 'Usage',
    summary: 'Attribution rules',
    access: usageRead,
    query: Page,
  },
  {
    route: `PUT ${httpPaths.attributionRule}`,
    tag: 'Usage',
    summary: 'Adds or replaces an attribution rule',
    access: usageAdmin,
    body: AttributionRuleBody.partial({ id: true }),
  },
  {
    route: `DELETE ${httpPaths.attributionRule}`,
    tag: 'Usage',
    summary: 'Deletes an attribution rule',
    access: usageAdmin,
    success: noContent,
  },
];
