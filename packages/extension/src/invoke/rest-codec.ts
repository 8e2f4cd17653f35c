import {
  checkValue,
  isPromiseLike,
  type MaybePromise,
  refusalHeaders,
  type Schema,
  type SchemaIssue,
  SymphonyError,
  whenReady,
} from '@symphony-ts/contract';
import type { RestModel } from '../model/extension-model.js';
import { RestResponse } from '../replies/rest-response.js';
import { isWrappedReply } from '../replies/wrapped-reply.js';
import { type Codec, checkOutput } from './codec.js';
import { contentReader } from './content-reader.js';
import { listFields } from './list-fields.js';
import { framedPayload, refusedReply, replyOf, wrappedPayload } from './rest-reply.js';
import { InboundRestRequest, type RestParts } from './rest-request.js';
import { isFramedRequest, type Routed, readRouted } from './routed-request.js';

/** The codec of `@Rest`. The payload is an envelope and the reply is wrapped. If the request is framed, so is the reply. */
export function restCodec(rest: RestModel, member: string): Codec {
  const readParts = partReader(rest);
  const { response, status, wrapped } = rest;
  return {
    decode(request) {
      const routed = readRouted(request, rest);
      return whenReady(readParts(routed, request.subject), (parts) => [new InboundRestRequest(request, routed, parts)]);
    },
    encode(returned, request) {
      const result = wrapped && isWrappedReply(returned) ? RestResponse.wrapped(returned) : returned;
      const payloadOf = isFramedRequest(request) ? framedPayload : wrappedPayload;
      const isChecked = response !== undefined && result !== undefined && !(result instanceof RestResponse);
      const checked = isChecked ? checkOutput(response, result, member) : result;
      return whenReady(checked, (value) => payloadOf(replyOf(value, { member, status })));
    },
    refuse(refusal) {
      const { headers, ...payload } = wrappedPayload(refusedReply(refusal));
      return { ...payload, headers: { ...headers, ...refusalHeaders(refusal) } };
    },
  };
}

/** Reads the parts of a request, each as its schema wants it. */
type PartReader = (routed: Routed, subject: string) => MaybePromise<RestParts>;

/** Checks every part, so that a caller learns of all that is wrong at once. Headers are matched in lower case. */
function partReader(rest: RestModel): PartReader {
  const lists = {
    query: listFields(rest.query),
    headers: listFields(rest.headers, (text) => text.split(',').map((item) => item.trim())),
  };
  const readContent = contentReader(rest.body);
  return (routed, subject) => whenReady(readContent(routed), (body) => check(routed, body, subject));

  function check({ envelope }: Routed, body: unknown, subject: string): MaybePromise<RestParts> {
    const given: readonly (readonly [part: string, schema: Schema | undefined, value: unknown])[] = [
      ['params', rest.params, envelope.pathParams],
      ['query', rest.query, lists.query(envelope.queryParams)],
      ['headers', rest.headers, lists.headers(envelope.headers)],
      ['body', rest.body, body],
    ];
    const issues: SchemaIssue[] = [];
    const values = given.map(([part, schema, value]): MaybePromise<unknown> => {
      if (!schema) return value;
      return whenReady(checkValue(schema, value), (result): unknown => {
        if (result.ok) return result.value;
        issues.push(
          ...result.issues.map(({ path, message }) => ({ path: [part, path].filter(Boolean).join('.'), message })),
        );
        return undefined;
      });
    });
    const finish = ([params, query, headerValues, value]: readonly unknown[]): RestParts => {
      if (issues.length > 0) throw new SymphonyError('INVALID_INPUT', { subject, issues });
      return { params, query, headerValues, body: value };
    };
    return values.some(isPromiseLike) ? Promise.all(values).then(finish) : finish(values);
  }
}
