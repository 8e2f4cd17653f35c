import { endpointMetadata as names } from '@symphony-ts/contract';
import type { EndpointModel, RestModel } from './extension-model.js';

type Metadata = Record<string, string>;

/** What discovery and registry show of an endpoint: the author's own metadata, and the facts that typed clients need. */
export const metadataOfEndpoint = ({ metadata, member, takesInput }: EndpointModel): Metadata => ({
  ...metadata,
  ...(member === undefined ? {} : { [names.member]: member, ...input(takesInput) }),
});

/** The same of an HTTP operation. */
export const metadataOfRest = ({ method, path, name, takesInput }: RestModel): Metadata => ({
  method,
  path,
  [names.member]: name,
  [names.kind]: 'rest',
  ...input(takesInput),
});

const input = (takesInput: boolean | undefined): Metadata => (takesInput === false ? { [names.input]: 'none' } : {});
