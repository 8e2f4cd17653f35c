import { type Manifest, silentLogger } from '@symphony-ts/contract';
import { readApplication } from '../scan/read-application.js';
import { buildManifest } from './build-manifest.js';
import { readResources } from './resource-contents.js';

/**
 * The manifests of a module as they would be registered, without a connection. What methods compute is left empty, since
 * no instance is made.
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
