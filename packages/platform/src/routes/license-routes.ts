import { httpPaths, rights, SymphonyError } from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { routeUrl } from '../http/http-server.js';
import { onlyFields } from '../kit/only-fields.js';
import type { License } from '../usage/license.js';
import type { UsageRouteParts } from './usage-routes.js';

const Upload = onlyFields({ license: z.string() });
const Id = z.object({ id: z.string() });

/** A signed licence with a hundred extensions has some kilobytes. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** The parts that the routes of licences use. */
export type LicenseRouteParts = Pick<UsageRouteParts, 'usage' | 'audit' | 'authorize' | 'turns'>;

/** Installed licences: listed, uploaded and removed. The body of an upload is the document, or `{ license }`. */
export function licenseRoutes(app: FastifyInstance, { usage, audit, authorize, turns }: LicenseRouteParts): void {
  const types = ['text/plain', 'application/jose', 'application/jwt'];
  app.addContentTypeParser(types, { parseAs: 'string' }, (_request, body, done) => done(null, body));

  app.get(httpPaths.licenses, async (request, reply) => {
    authorize(request, rights.usageAdmin);
    const all = (await usage.licenses()).toSorted((left, right) => (left.id < right.id ? -1 : 1));
    return turns.sendPage(request, reply, () => ({
      all,
      idOf: ({ id }) => id,
      describe: (license) => describeLicense(license, usage.used(license.id)),
    }));
  });
  app.post(httpPaths.licenses, { bodyLimit: BODY_LIMIT_BYTES }, async (request, reply) => {
    const actor = authorize(request, rights.usageAdmin);
    const { body } = request;
    const license = await usage.addLicense(typeof body === 'string' ? body : Upload.parse(body).license);
    const { id: target, customer, units } = license;
    await audit.write({ actor, action: 'license.add', target, details: { customer, units } });
    return reply.code(201).send(describeLicense(license, usage.used(license.id)));
  });
  app.delete(routeUrl(httpPaths.license), async (request, reply) => {
    const actor = authorize(request, rights.usageAdmin);
    const { id } = Id.parse(request.params);
    if (!(await usage.removeLicense(id))) throw new SymphonyError('NOT_FOUND', { what: 'licence', id });
    await audit.write({ actor, action: 'license.remove', target: id });
    return reply.code(204).send();
  });
}

/** An installed licence, as administrators see it. */
export interface LicenseSummary {
  readonly id: string;
  readonly customer: string | undefined;
  readonly issued: string;
  readonly expires: string;
  readonly grace_days: number;
  readonly units: number;
  readonly used: number;
  /** The price of one unit of a dimension, by extension and dimension. */
  readonly rates: License['rates'];
}

const describeLicense = (license: License, used: number): LicenseSummary => ({
  id: license.id,
  customer: license.customer,
  issued: new Date(license.issuedAt).toISOString(),
  expires: new Date(license.expiresAt).toISOString(),
  grace_days: license.graceMs / 86_400_000,
  units: license.units,
  used,
  rates: license.rates,
});
