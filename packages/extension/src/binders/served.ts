import { endpointCodec, type Codec } from '../invoke/codec.js';
import { restCodec } from '../invoke/rest-codec.js';
import { metadataOfEndpoint, metadataOfRest } from '../model/endpoint-metadata.js';
import type { EndpointModel, HandlerRef, RestModel } from '../model/extension-model.js';

/** A handler that answers, of either kind, with what it needs to be served. */
export interface Served {
  readonly name: string;
  readonly handler: HandlerRef;
  readonly group?: string | undefined;
  readonly queue?: string | false | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly concurrency?: number | undefined;
  readonly codec: (member: string) => Codec;
}

/** `@Endpoint` and `@InstanceHandler`. */
export const servedEndpoint = (endpoint: EndpointModel): Served => ({
  ...endpoint,
  metadata: metadataOfEndpoint(endpoint),
  codec: (member) => endpointCodec({ member, request: endpoint.request, response: endpoint.response }),
});

/** `@Rest`. */
export const servedRest = (rest: RestModel): Served => ({
  ...rest,
  metadata: metadataOfRest(rest),
  codec: (member) => restCodec(rest, member),
});
