import type * as z from 'zod';
import type { ManagerContext } from '../api/manager-context.js';
import { parseMixedJson } from '../json/safe-json.js';
import type { consumerInfo } from '../schemas/shapes/consumer-info.js';

/** What a server says of a consumer, every integer exact: a `bigint` beyond 2^53, else a `number`. */
export type ExactConsumerInfo = Readonly<z.infer<ReturnType<typeof consumerInfo>>>;

/**
 * The consumer, as the server describes it.
 *
 * @throws `CONSUMER_NOT_FOUND` when there is none
 */
export async function loadConsumerInfo(context: ManagerContext, stream: string, name: string): Promise<object> {
  const text = await context.requestText(`CONSUMER.INFO.${stream}.${name}`, '');
  // A reply to an API request is an object: the request has looked at that.
  return parseMixedJson(text).value as object;
}
