import {
  endpointPath,
  endpointSubject,
  InvalidConfigurationError,
  instanceSubject,
  Manifest,
  type ManifestEndpoint,
  type ManifestResource,
  type ManifestRoute,
  type ManifestService,
  readIssues,
  withoutUndefined,
} from '@symphony-ts/contract';
import { metadataOfEndpoint, metadataOfRest } from '../model/endpoint-metadata.js';
import type {
  BucketModel,
  EndpointModel,
  ExtensionModel,
  ResourceModel,
  RouteModel,
} from '../model/extension-model.js';
import { buildOpenApi } from '../openapi/build-openapi.js';
import { describeSchema, type JsonSchema, type SchemaSide } from '../schema/json-schema.js';
import { isPlain } from './plain-manifest.js';
import type { ManifestContents } from './resource-contents.js';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => compare(a.name, b.name);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The document that registers an extension. Pure: the same model and contents give the same bytes. Menus, routes and
 * widgets keep the order of the source, everything else is sorted.
 */
export function buildManifest(model: ExtensionModel, contents: ManifestContents): Manifest {
  const { prefix, name, version, description } = model;
  const manifest: Manifest = {
    prefix,
    name,
    version,
    description,
    sdk: { language: 'typescript', version: SDK_VERSION },
    capabilities: model.capabilities.map(({ type, subject, description }) => ({ type, subject, description })),
    features: {
      resources: model.resources
        .flatMap((resource) => manifestResource(resource, contents))
        .sort((a, b) => compare(a.uri, b.uri)),
      routes: manifestRoutes(model.routes.filter(({ uri }) => contents.resources.has(uri))),
      menus: [...model.menus],
      widgets: [...model.widgets],
    },
    buckets: model.buckets
      .filter((bucket) => bucket.declared)
      .map(manifestBucket)
      .sort(byName),
    services: manifestServices(model, contents),
  };
  return isPlain(manifest) ? manifest : checked(manifest);
}

/** Checks that the platform will accept the manifest. */
function checked(manifest: unknown): Manifest {
  const result = Manifest.safeParse(manifest, { jitless: true });
  if (result.success) return result.data;
  const [issue] = readIssues(result.error.issues);
  const reason = `the platform would not accept it: ${issue?.path ?? ''}: ${issue?.message ?? ''}`;
  throw new InvalidConfigurationError({ setting: 'the manifest', reason }, { cause: result.error });
}

function manifestResource(resource: ResourceModel, contents: ManifestContents): readonly ManifestResource[] {
  const { uri, mimeType, name, description, meta } = resource;
  const text = contents.resources.get(uri);
  if (text === undefined) return [];
  return [{ uri, mimeType, text, ...withoutUndefined({ name, description, _meta: meta && { ...meta } }) }];
}

const manifestRoutes = (routes: readonly RouteModel[]): Record<string, ManifestRoute> =>
  Object.fromEntries(
    routes.map(({ path, uri, children }) => [
      path,
      children.length === 0 ? { uri } : { uri, routes: manifestRoutes(children) },
    ]),
  );

const manifestBucket = ({
  name,
  description,
  ttl,
  history,
  maxBytes,
  allowShrink,
  objectStore,
  persist,
}: BucketModel) => ({
  name,
  description,
  ttl,
  max_history_per_key: history,
  max_bucket_size: maxBytes,
  ...(allowShrink ? { allow_shrink: true } : {}),
  ...withoutUndefined({ persist }),
  ...(objectStore ? { object_store: true } : {}),
});

function manifestServices(model: ExtensionModel, contents: ManifestContents): ManifestService[] {
  const endpoints = manifestEndpoints(model);
  const openapi = contents.openapi ?? (model.rest.length > 0 ? JSON.stringify(buildOpenApi(model)) : undefined);
  if (endpoints.length === 0 && openapi === undefined) return [];
  const { prefix: name, version, description } = model;
  return [{ name, version, description, metadata: { ...model.metadata, ...withoutUndefined({ openapi }) }, endpoints }];
}

const manifestEndpoints = (model: ExtensionModel): ManifestEndpoint[] =>
  [
    ...model.endpoints.map((endpoint) =>
      manifestEndpoint(endpoint, 'endpoint', endpointSubject(model.prefix, endpointPath(endpoint))),
    ),
    ...model.instanceHandlers.map((instanceHandler) =>
      manifestEndpoint(instanceHandler, 'instance', instanceSubject(model.prefix, '*', instanceHandler.name)),
    ),
    ...model.rest.map(
      (operation): ManifestEndpoint => ({
        name: operation.name,
        subject: endpointSubject(model.prefix, operation.name),
        kind: 'rest',
        ...withoutUndefined({ description: operation.description ?? operation.summary }),
        metadata: metadataOfRest(operation),
      }),
    ),
  ].sort((a, b) => compare(a.subject, b.subject));

function manifestEndpoint(endpoint: EndpointModel, kind: 'endpoint' | 'instance', subject: string): ManifestEndpoint {
  const { name, description, request, response } = endpoint;
  const metadata = metadataOfEndpoint(endpoint);
  const described = (schema: typeof request, side: SchemaSide): JsonSchema | undefined =>
    schema && describeSchema(schema, side);
  return {
    name,
    subject,
    kind,
    ...withoutUndefined({ description }),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...withoutUndefined({ request: described(request, 'input'), response: described(response, 'output') }),
  };
}

/** Version of this package, as manifests name it. A test holds it to package.json. */
export const SDK_VERSION = '0.1.0';
