import { type ManifestResource, SymphonyError } from '@symphony-ts/contract';
import type { UiHost, UiSession } from '@symphony-ts/platform';
import { maySee } from './shell-extensions.js';

/** A resource of an extension that the person may see. Throws `ROUTE_NOT_FOUND` for any other. */
export function visibleResource(host: UiHost, { capabilities }: UiSession, uri: string): ManifestResource {
  const [prefix = ''] = uri.replace(/^ui:\/\//, '').split('/');
  const found = maySee(capabilities.pub.allow, prefix)
    ? host.manifest(prefix)?.features.resources.find((resource) => resource.uri === uri)
    : undefined;
  if (!found) throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: uri });
  return found;
}
