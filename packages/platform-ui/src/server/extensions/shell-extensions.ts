import {
  covers,
  endpointSubject,
  keyCapabilities,
  type Manifest,
  type ManifestResource,
  SymphonyError,
  serviceGroup,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { UiExtension, UiHost, UiSession } from '@symphony-ts/platform';
import type { FrameGrants, ShellExtension, ShellResource, ShellTool } from '../../wire/shell-extension.js';
import { shownText } from '../../wire/shown-text.js';
import { shownVersion } from '../resources/resource-version.js';

/** Whether capabilities reach anything of an extension, which is when its owner sees the extension. */
export function maySee(allowed: readonly string[], prefix: string): boolean {
  const group = serviceGroup(prefix).split('.');
  return allowed.some((pattern) => {
    const tokens = pattern.split('.');
    const end = tokens.indexOf('>');
    const shared = group.slice(0, end === -1 ? group.length : end);
    if (!shared.every((token, index) => tokens[index] === '*' || tokens[index] === token)) return false;
    return end !== -1 || tokens.length > group.length;
  });
}

/** Which extensions' React pages run in the shell itself. */
export type TrustPolicy = '*' | readonly string[] | undefined;

/** With `undefined`, the origin of the extension decides: development, or the platform's own operator. */
export const isTrusted = (
  policy: TrustPolicy,
  { manifest, isOperators }: UiExtension,
  isDevelopment: boolean,
): boolean =>
  policy === undefined ? isDevelopment || isOperators : policy === '*' || policy.includes(manifest.prefix);

/** How an extension's pages are drawn. */
export interface Drawing {
  /** Whether its React pages run in the shell itself. */
  readonly trusted: boolean;
  /** Whether a resource is drawn on a sandbox host. */
  readonly draws: (resource: ManifestResource) => boolean;
}

/** The description of an extension for the shell. */
export function shellExtension(extension: UiExtension, { trusted, draws }: Drawing): ShellExtension {
  const { manifest, summary } = extension;
  const { prefix, name, version, description, features } = manifest;
  return {
    prefix,
    name: shownText(name),
    version,
    description: shownText(description),
    status: summary.status,
    instances: summary.instances.length,
    isTrusted: trusted,
    resources: features.resources.map((resource) => shellResource(manifest, resource, draws)),
    routes: features.routes as ShellExtension['routes'],
    menus: features.menus.map(({ group, item, link, ...menu }) => ({
      ...menu,
      group: shownText(group),
      item: shownText(item),
      ...withoutUndefined({ link }),
    })),
    widgets: features.widgets.map(({ title, notes, ...widget }) => ({
      ...widget,
      title: shownText(title),
      ...(notes === undefined ? {} : { notes: shownText(notes) }),
    })),
    grants: frameGrants(manifest),
    tools: toolsOf(manifest),
  };
}

function shellResource(manifest: Manifest, resource: ManifestResource, draws: Drawing['draws']): ShellResource {
  const { uri, mimeType, name, description } = resource;
  return {
    uri,
    mimeType,
    version: shownVersion(manifest, resource),
    ...(draws(resource) ? { hasOrigin: true } : {}),
    ...(name === undefined ? {} : { name: shownText(name) }),
    ...(description === undefined ? {} : { description: shownText(description) }),
  };
}

/** The most that frames of an extension may do. The NATS server limits it further to the rights of the person. */
function frameGrants({ prefix, capabilities, buckets }: Manifest): FrameGrants {
  const { pub, sub } = keyCapabilities(capabilities);
  const foreign = sub.allow.filter((subject) => !covers('cirata.>', subject));
  return {
    pub: [`${serviceGroup(prefix)}.>`, ...pub.allow],
    sub: [`extensions.${prefix}`, `extensions.${prefix}.>`, `events.${prefix}.>`, ...foreign],
    buckets: buckets.map(({ name }) => name),
  };
}

/** The endpoints of an extension that accept JSON, in the form in which MCP apps call them. */
function toolsOf({ prefix, services }: Manifest): ShellTool[] {
  return services
    .flatMap(({ endpoints }) => endpoints)
    .filter(({ kind, subject, name }) => kind === 'endpoint' && subject === endpointSubject(prefix, name))
    .map(({ name, description, request }) => ({
      name,
      inputSchema: { type: 'object', ...request },
      ...withoutUndefined({ description }),
    }));
}

/** A resource of an extension that the person may see. Throws `ROUTE_NOT_FOUND` for any other. */
export function visibleResource(host: UiHost, { capabilities }: UiSession, uri: string): ManifestResource {
  const [prefix = ''] = uri.replace(/^ui:\/\//, '').split('/');
  const found = maySee(capabilities.pub.allow, prefix)
    ? host.manifest(prefix)?.features.resources.find((resource) => resource.uri === uri)
    : undefined;
  if (!found) throw new SymphonyError('ROUTE_NOT_FOUND', { prefix, path: uri });
  return found;
}
