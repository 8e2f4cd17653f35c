import type { Manifest, ManifestService } from '@symphony-ts/contract';

/**
 * The common offer of several versions of one extension. The first one gives name and description. The others add the
 * endpoints, HTTP routes, pages, resources, buckets and capabilities that it does not have. Pure.
 */
export function uniteManifests(first: Manifest, others: readonly Manifest[]): Manifest {
  return others.reduce(unite, first);
}

const unite = (first: Manifest, other: Manifest): Manifest => ({
  ...first,
  capabilities: added(first.capabilities, other.capabilities, ({ type, subject }) => `${type} ${subject}`),
  buckets: added(first.buckets, other.buckets, ({ name }) => name),
  features: {
    ...first.features,
    resources: added(first.features.resources, other.features.resources, ({ uri }) => uri),
    routes: { ...other.features.routes, ...first.features.routes },
  },
  services: [...first.services, ...missingServices(first.services, other.services)],
});

function added<T>(first: readonly T[], other: readonly T[], keyOf: (item: T) => string): T[] {
  const known = new Set(first.map(keyOf));
  return [...first, ...other.filter((item) => !known.has(keyOf(item)))];
}

/**
 * The services of another version with the endpoints that the first one does not have. They keep their OpenAPI documents: of two
 * operations for one route, the first document's is served. A service whose endpoints are all there stays for its document alone:
 * an operation may have moved to another path under the same name.
 */
function missingServices(first: readonly ManifestService[], other: readonly ManifestService[]): ManifestService[] {
  const known = new Set(first.flatMap(({ endpoints }) => endpoints.map(({ subject }) => subject)));
  const documents = new Set(first.map(({ metadata }) => metadata['openapi']));
  return other
    .map((service) => ({ ...service, endpoints: service.endpoints.filter(({ subject }) => !known.has(subject)) }))
    .filter(({ endpoints, metadata: { openapi } }) => {
      return endpoints.length > 0 || (openapi !== undefined && !documents.has(openapi));
    });
}
