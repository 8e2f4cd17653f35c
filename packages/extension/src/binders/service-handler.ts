import type { Attributes } from '@symphony-ts/observability';
import { type Codec, endpointCodec } from '../invoke/codec.js';
import { restCodec } from '../invoke/rest-codec.js';
import { metadataOfEndpoint, metadataOfRest } from '../model/endpoint-metadata.js';
import type { EndpointModel, HandlerRef, RestModel } from '../model/extension-model.js';

/** A handler that answers, of either kind, with everything needed to serve it. */
export interface ServiceHandler {
  readonly name: string;
  readonly handler: HandlerRef;
  readonly group?: string | undefined;
  readonly queue?: string | false | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly trace?: boolean | undefined;
  /** More attributes of its spans. */
  readonly attributes?: Attributes | undefined;
  /** The name of its spans, if it differs from the name of the handler. */
  readonly spanName?: string | undefined;
  readonly timeoutMs: number;
  readonly concurrency?: number | undefined;
  readonly maxQueued?: number | undefined;
  readonly codec: (member: string) => Codec;
}

/** `@Endpoint` and `@InstanceHandler`. */
export const endpointHandler = (endpoint: EndpointModel): ServiceHandler => ({
  ...endpoint,
  metadata: metadataOfEndpoint(endpoint),
  codec: (member) => endpointCodec({ member, request: endpoint.request, response: endpoint.response }),
});

/** `@Rest`. */
export const restHandler = (rest: RestModel): ServiceHandler => ({
  ...rest,
  metadata: metadataOfRest(rest),
  spanName: `${rest.method} ${rest.path}`,
  attributes: { 'http.request.method': rest.method, 'http.route': rest.path },
  codec: (member) => restCodec(rest, member),
});
