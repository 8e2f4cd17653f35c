import { toError } from '@symphony-ts/contract';

/** A version in YAML, which is not parsed here: the platform does that, and an author would hear of it last. */
const YAML_VERSION = /^(["']?)openapi\1\s*:\s*["']?3\./m;

/** Why nothing could be routed by a hand-written document, JSON or YAML; `undefined` where something might. */
export function findMisfit(text: string): string | undefined {
  if (!text.trimStart().startsWith('{')) return YAML_VERSION.test(text) ? undefined : "it has no line 'openapi: 3.x'";
  try {
    const version: unknown = Reflect.get(Object(JSON.parse(text)), 'openapi');
    if (typeof version === 'string' && version.startsWith('3.')) return undefined;
    return `its 'openapi' is ${version === undefined ? 'absent' : JSON.stringify(version)}, not 3.x`;
  } catch (thrown) {
    return `it is not JSON: ${toError(thrown).message}`;
  }
}
