import { formatUri, parseUri } from './resource-uri.js';

/** The target of an import of a page. */
export type Target =
  /** One of the modules that the shell shares with pages, by the import map. */
  | { readonly kind: 'shared' }
  /** One export of MUI, as a module of its own. */
  | { readonly kind: 'mui'; readonly name: string }
  | { readonly kind: 'resource'; readonly uri: string }
  | { readonly kind: 'package'; readonly name: string; readonly specifier: string }
  | { readonly kind: 'refused'; readonly reason: string };

const EXTENSION = /^@symphony\/extension\/([a-z][a-z0-9_-]*)\/([\w./-]+)$/;
const MUI = /^@mui\/material\/([A-Za-z]\w*)$/;
const PACKAGE = /^((?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*)((?:\/[\w.~-]+)*)$/i;
const FILE_EXTENSION = /\.(?:jsx?|tsx?|mjs)$/;

const refused = (reason: string): Target => ({ kind: 'refused', reason });

/**
 * What `specifier` means in the module at `from`.
 *
 * @param shared names that the import map resolves
 */
export function resolveSpecifier(specifier: string, from: string, shared: ReadonlySet<string>): Target {
  if (shared.has(specifier)) return { kind: 'shared' };
  const [, prefix, name] = EXTENSION.exec(specifier) ?? [];
  if (prefix !== undefined && name !== undefined) return resource(`ui://${prefix}/${name}`, specifier);
  const mui = MUI.exec(specifier)?.[1];
  if (mui !== undefined) return { kind: 'mui', name: mui };
  if (/^\.\.?\//.test(specifier)) return resource(relative(specifier, from), specifier);
  if (/^(?:[a-z][a-z\d+.-]*:|\/)/i.test(specifier)) {
    return refused(`a page may not import ${specifier}: only what its extension or this platform serves`);
  }
  const [, packageName] = PACKAGE.exec(specifier) ?? [];
  if (packageName === undefined || specifier.split('/').includes('..'))
    return refused(`'${specifier}' is not a module`);
  return { kind: 'package', name: packageName, specifier };
}

function resource(uri: string, specifier: string): Target {
  return parseUri(uri) ? { kind: 'resource', uri } : refused(`'${specifier}' is not a resource of an extension`);
}

/** A path beside the importing resource. It cannot leave that resource's extension. */
function relative(specifier: string, from: string): string {
  const base = parseUri(from);
  if (!base) return '';
  const path = new URL(specifier, `http://extension.invalid/${base.name}`).pathname.slice(1);
  return formatUri({ prefix: base.prefix, name: path.replace(FILE_EXTENSION, '') });
}
