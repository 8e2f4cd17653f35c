import { type Manifest, silentLogger } from '@symphony-ts/contract';
import { readApplication } from '../scan/read-application.js';
import { buildManifest } from './build-manifest.js';
import { readResources } from './resource-contents.js';

/**
 * Returns the manifests that the extensions of a module would register. It needs no connection and creates no instance, so
 * the text of a computed resource is empty.
 *
 * @throws `INVALID_MODULE` with every problem of the module at once
 */
export async function readManifests(module: unknown): Promise<readonly Manifest[]> {
  const { model } = readApplication(module);
  return Promise.all(
    model.extensions.map(async (extension) =>
      buildManifest(extension, await readResources(extension, { logger: silentLogger })),
    ),
  );
}
