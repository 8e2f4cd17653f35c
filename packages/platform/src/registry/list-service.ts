import { limits } from '@symphony-ts/contract';
import * as z from 'zod';
import type { PlatformService } from '../services/platform-service.js';
import { fitSummaries } from './fit-summaries.js';
import type { Registry } from './registry.js';

/**
 * With `after`, the extensions behind that prefix: the next page of a list that one message does not hold. `count` at most.
 */
const ListRequest = z.object({
  after: z.string().max(limits.name).optional(),
  count: z.int().positive().optional(),
});
/** Room for headers and subject beside the payload. */
const HEADER_ROOM = 4_096;

/** Answers the registered extensions with their live instances, as many as one message holds. */
export const listService = (registry: Pick<Registry, 'list'>, maxPayload: () => number): PlatformService => ({
  name: 'registry.list',
  cost: 5,
  handle: ({ body }) => {
    const { after, count } = ListRequest.parse(body ?? {});
    const all = registry.list();
    const asked = after === undefined ? all : all.filter(({ prefix }) => prefix > after);
    return fitSummaries(asked.slice(0, count), maxPayload() - HEADER_ROOM);
  },
});
