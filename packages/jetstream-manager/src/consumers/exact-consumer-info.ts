import type * as z from 'zod';
import type { ManagerContext } from '../api/manager-context.js';
import { parseMixedJson } from '../json/safe-json.js';
import type { consumerInfo } from '../schemas/shapes/consumer-info.js';

/**
 * Information about a consumer from the server. Each integer is exact: a `bigint` beyond 2^53, otherwise a `number`.
 */
export type ExactConsumerInfo = Readonly<z.infer<ReturnType<typeof consumerInfo>>>;

/**
 * Reads the consumer from the server.
 *
 * @throws `CONSUMER_NOT_FOUND` when the consumer does not exist
 */
export async function loadConsumerInfo(context: ManagerContext, stream: string, name: string): Promise<object> {
  const text = await context.requestText(`CONSUMER.INFO.${stream}.${name}`, '');
  // The reply is an object: the request has already checked that.
  return parseMixedJson(text).value as object;
}
