import { SymphonyError } from '@symphony-ts/contract';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { uiPaths } from '../../wire/ui-paths.js';
import { assertOwnRequest } from '../http/request-origin.js';
import { sessionOf } from '../http/session-cookie.js';

const Path = z.object({ name: z.string() });
const Body = z.strictObject({ value: z.unknown() });

/** A value has 64 KiB at most, and may be written with spaces. */
const BODY_LIMIT = 128 * 1024;

/** The arrangements of a person. They are the same wherever the person signs in. */
export function preferenceRoutes(app: FastifyInstance, host: UiHost): void {
  app.addHook('onRequest', async (request) => assertOwnRequest(request));

  app.get(`${uiPaths.preferences}:name`, async (request, reply) => {
    const { person } = sessionOf(host, request);
    const value = host.preferences.get(person.id, Path.parse(request.params).name);
    return reply.header('cache-control', 'no-store').send({ value: value ?? null });
  });
  app.put(`${uiPaths.preferences}:name`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const { person } = sessionOf(host, request);
    const { value } = Body.parse(request.body);
    if (value === undefined) throw new SymphonyError('INVALID_REQUEST', { reason: 'the body has no value' });
    await host.preferences.put(person.id, Path.parse(request.params).name, value);
    return reply.code(204).send();
  });
}
