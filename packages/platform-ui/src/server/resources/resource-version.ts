import { createHash } from 'node:crypto';
import type { Manifest, ManifestResource } from '@symphony-ts/contract';

const scripts = new Set<string>(['text/symphony-jsx', 'text/symphony-module']);
const versions = new WeakMap<object, string>();

function remembered(of: object, texts: () => readonly string[]): string {
  const known = versions.get(of);
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for (const text of texts()) hash.update(text).update('\0');
  const made = hash.digest('base64url').slice(0, 16);
  versions.set(of, made);
  return made;
}

/** Changes with the contents of a resource. */
export const resourceVersion = (resource: ManifestResource): string =>
  remembered(resource, () => [resource.mimeType, resource.text, JSON.stringify(resource['_meta'] ?? null)]);

/** Of all scripts of an extension together: which imports which, only transpiling would tell. */
const scriptsVersion = (manifest: Manifest): string =>
  remembered(manifest, () =>
    manifest.features.resources.filter(({ mimeType }) => scripts.has(mimeType)).flatMap(({ uri, text }) => [uri, text]),
  );

/** Changes with what a person sees who opens the resource. */
export const shownVersion = (manifest: Manifest, resource: ManifestResource): string =>
  scripts.has(resource.mimeType) ? scriptsVersion(manifest) : resourceVersion(resource);
