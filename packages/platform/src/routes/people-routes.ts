import { Readable } from 'node:stream';
import { httpPaths, rights, SymphonyError, withoutUndefined } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { type AuditSubject, auditSubjects } from '../audit/audit-entry.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { RefusalStore } from '../audit/refusal-store.js';
import type { AnswerTurns } from '../http/answer-turns.js';
import type { Authorize } from '../http/authorize.js';
import { callerOf } from '../http/bearer.js';
import type { AssertFresh } from '../http/fresh-sign-in.js';
import { GRANT_BODY_LIMIT, routeUrl } from '../http/http-server.js';
import { assertSameName } from '../kit/only-fields.js';
import type { PeopleService } from '../people/people-service.js';
import { Role, RoleBody } from '../people/role.js';
import type { AccessRules } from '../rights/access-rules.js';

const RoleName = Role.pick({ name: true });
const ExportQuery = z.object({ about: z.enum(auditSubjects).default('changes') });
const AuditQuery = ExportQuery.extend({ count: z.coerce.number().int().min(1).max(1_000).default(100) });

/** How people sign in here, as administrators see it. It contains no secret. */
export interface SignInSettings {
  /** Whether the platform signs in people on this machine without asking. */
  readonly development: boolean;
  /** How long a session lasts, in milliseconds. */
  readonly sessionMs: number;
  readonly provider?: {
    readonly issuer: string;
    readonly clientId: string;
    /** Claim that lists a person's groups. */
    readonly groupsClaim: string;
  };
}

/** The parts that the routes of people use. */
export interface PeopleRouteParts {
  readonly people: PeopleService;
  readonly audit: Pick<AuditLog, 'latest' | 'all'>;
  readonly refusals: Pick<RefusalStore, 'latest' | 'all'>;
  readonly access: AccessRules;
  readonly authorize: Authorize;
  readonly assertFresh: AssertFresh;
  readonly signIn: SignInSettings;
  readonly turns: AnswerTurns;
}

/** The caller's identity and rights; roles and the audit log for administrators. */
export function peopleRoutes(app: FastifyInstance, parts: PeopleRouteParts): void {
  const { people, access, authorize, assertFresh, signIn, turns } = parts;
  app.get(httpPaths.ownUser, async (request) => {
    const { id, name, kind, owner, prefix } = callerOf(request).key;
    const person = owner === undefined ? undefined : people.find(owner);
    if (!person) return { id, name, kind, ...withoutUndefined({ prefix }) };
    const { email, groups } = person;
    return { id: person.id, name: person.name, groups, kind, key: id, ...withoutUndefined({ email }) };
  });

  app.get(httpPaths.ownRoles, async (request) => {
    const { key } = callerOf(request);
    const person = key.owner === undefined ? undefined : people.find(key.owner);
    const roles = person ? people.rolesOf(person).map(({ name, description }) => ({ name, description })) : [];
    return { roles, capabilities: access.capabilitiesOf(key) };
  });

  app.get(httpPaths.people, async (request, reply) => {
    authorize(request, rights.rolesAdmin);
    return turns.sendPage(request, reply, () => ({
      all: people.all(),
      idOf: ({ id }) => id,
      describe: (person) => people.summaryOf(person),
    }));
  });
  app.get(httpPaths.signInSettings, async (request) => {
    authorize(request, rights.rolesAdmin);
    return signIn;
  });
  app.get(httpPaths.roles, async (request, reply) => {
    authorize(request, rights.rolesAdmin);
    return turns.sendPage(request, reply, () => ({ all: people.roles(), idOf: ({ name }) => name }));
  });
  app.put(routeUrl(httpPaths.role), { bodyLimit: GRANT_BODY_LIMIT }, async (request) => {
    const actor = authorize(request, rights.rolesAdmin);
    assertFresh(callerOf(request).key);
    const { name } = RoleName.parse(request.params);
    const body = RoleBody.parse(request.body);
    assertSameName('name', body.name, name);
    const role = { ...body, name };
    await people.putRole(role, actor);
    return role;
  });
  app.delete(routeUrl(httpPaths.role), async (request, reply) => {
    const actor = authorize(request, rights.rolesAdmin);
    assertFresh(callerOf(request).key);
    const { name } = RoleName.parse(request.params);
    if (!people.roles().some((role) => role.name === name)) throw new SymphonyError('ROLE_NOT_FOUND', { name });
    await people.deleteRole(name, actor);
    return reply.code(204).send();
  });
  app.get(httpPaths.audit, async (request) => {
    authorize(request, rights.auditRead);
    const { about, count } = AuditQuery.parse(request.query);
    return await logOf(parts, about).latest(count);
  });
  app.get(httpPaths.auditExport, async (request, reply) => {
    authorize(request, rights.auditRead);
    const log = logOf(parts, ExportQuery.parse(request.query).about);
    return reply.type('application/x-ndjson').send(Readable.from(linesOf(log.all())));
  });
}

const logOf = ({ audit, refusals }: PeopleRouteParts, about: AuditSubject) => (about === 'changes' ? audit : refusals);

/** Newline-delimited JSON, in the order of `entries`. */
async function* linesOf(entries: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}
