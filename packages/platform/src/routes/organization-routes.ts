import { type HttpPath, httpPaths, rights, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { routeUrl } from '../http/http-server.js';
import { assertSameName } from '../kit/only-fields.js';
import type { Table } from '../table/table.js';
import { AttributionRuleBody, BusinessUnitBody } from '../usage/attribution.js';
import type { UsageRouteParts } from './usage-routes.js';

const Id = z.object({ id: z.string() });
/** The id is in the path, and may be in the body as well. */
const Written = z.looseObject({ id: z.string().optional() });

/** One kind of record that administrators keep. */
interface Collection<T extends { readonly id: string }> {
  readonly path: HttpPath;
  readonly itemPath: HttpPath;
  readonly what: string;
  /** First word of its actions in the audit log. */
  readonly audited: 'business-unit' | 'attribution-rule';
  readonly table: Table<T>;
  readonly schema: z.ZodType<T>;
}

/** The parts that the routes of business units and rules use. */
export type OrganizationRouteParts = Pick<UsageRouteParts, 'usageState' | 'audit' | 'authorize' | 'turns'>;

/** Business units and attribution rules: listed, written and deleted by id. */
export function organizationRoutes(app: FastifyInstance, parts: OrganizationRouteParts): void {
  const { businessUnits, rules } = parts.usageState;
  collectionRoutes(app, parts, {
    path: httpPaths.businessUnits,
    itemPath: httpPaths.businessUnit,
    what: 'business unit',
    audited: 'business-unit',
    table: businessUnits,
    schema: BusinessUnitBody,
  });
  collectionRoutes(app, parts, {
    path: httpPaths.attributionRules,
    itemPath: httpPaths.attributionRule,
    what: 'attribution rule',
    audited: 'attribution-rule',
    table: rules,
    schema: AttributionRuleBody.refine(({ unit }) => businessUnits.get(unit) !== undefined, {
      path: ['unit'],
      message: 'there is no such business unit',
    }),
  });
}

function collectionRoutes<T extends { readonly id: string }>(
  app: FastifyInstance,
  { authorize, audit, turns }: OrganizationRouteParts,
  { path, itemPath, what, audited, table, schema }: Collection<T>,
): void {
  app.get(path, async (request, reply) => {
    authorize(request, rights.usageRead);
    return turns.sendPage(request, reply, () => ({ all: table.values(), idOf: ({ id }) => id }));
  });
  app.put(routeUrl(itemPath), async (request) => {
    const actor = authorize(request, rights.usageAdmin);
    const { id } = Id.parse(request.params);
    const written = Written.parse(request.body);
    assertSameName('id', written.id, id);
    const value = schema.parse({ ...written, id });
    await table.put(value.id, value);
    const { id: target, ...details } = value;
    await audit.write({ actor, action: `${audited}.change`, target, details });
    return value;
  });
  app.delete(routeUrl(itemPath), async (request, reply) => {
    const actor = authorize(request, rights.usageAdmin);
    const { id } = Id.parse(request.params);
    if (table.get(id) === undefined) throw new SymphonyError('NOT_FOUND', { what, id });
    await table.delete(id);
    await audit.write({ actor, action: `${audited}.delete`, target: id });
    return reply.code(204).send();
  });
}
