import { createHmac } from 'node:crypto';
import type { ManifestResource } from '@symphony-ts/contract';
import { type Import, init, parse } from 'es-module-lexer';
import { uiPaths } from '../../wire/ui-paths.js';
import type { Packages } from './packages.js';
import { resolveSpecifier, type Target } from './resolve-specifier.js';
import { parseUri } from './resource-uri.js';
import type { Transpiler } from './transpiler.js';

/** A resource as a module for browsers. */
export interface BuiltModule {
  readonly kind: 'module';
  readonly href: string;
  readonly uses: readonly string[];
  readonly hasMui: boolean;
}

/** The reason why a resource, or one of its imports, cannot be built. A change of the extensions in `uses` may repair it. */
export interface BrokenModule {
  readonly kind: 'broken';
  readonly reason: string;
  readonly uses: readonly string[];
}

/** The answer at an address. */
export interface Served {
  readonly code: string;
  /** Source map. Omitted for generated code. */
  readonly map?: string;
}

export interface ModuleGraphParts {
  readonly find: (uri: string) => ManifestResource | undefined;
  readonly transpiler: Transpiler;
  readonly packages: Packages;
  readonly shared: ReadonlySet<string>;
  readonly muiNames: ReadonlySet<string>;
  /** Makes addresses impossible to guess. Replicas that share it give the same module the same address. */
  readonly secret: Uint8Array;
}

/** Addresses that are answered without another look at the resource; an older one is made again if it still is current. */
const MAX_SERVED = 4_000;
const scripts = new Set<string>(['text/symphony-jsx', 'text/symphony-module']);

/**
 * Resources as ES modules. The address of a module is a keyed hash of its code, and that code contains the addresses of its
 * imports. So the same content always has the same address, and a change of an import changes it. Nobody can guess an address.
 * That is why modules need no session, which frames do not have.
 */
export class ModuleGraph {
  readonly #parts: ModuleGraphParts;
  readonly #served = new Map<string, Served>();

  constructor(parts: ModuleGraphParts) {
    this.#parts = parts;
  }

  /** Builds a resource and its imports. */
  build(uri: string): Promise<BuiltModule | BrokenModule> {
    return this.#build(uri, []);
  }

  /** The module at an address; `undefined` once it is no longer current. */
  async served(path: string): Promise<Served | undefined> {
    const known = this.#served.get(path);
    if (known) return known;
    // Another replica gave this address away, or this one has forgotten it.
    const [, prefix, name] = /^\/ui\/m\/([a-z][\w-]*)\/(.+)\.[\w-]{22}\.js$/.exec(path) ?? [];
    if (prefix !== undefined && name !== undefined) await this.build(`ui://${prefix}/${name}`);
    return this.#served.get(path);
  }

  async #build(uri: string, trail: readonly string[]): Promise<BuiltModule | BrokenModule> {
    const named = parseUri(uri);
    const uses = new Set(named ? [named.prefix] : []);
    const broken = (reason: string): BrokenModule => ({ kind: 'broken', reason, uses: [...uses] });
    const resource = this.#parts.find(uri);
    if (!named || !resource) return broken(`there is no resource ${uri}${importHint(trail.at(-1))}`);
    if (!scripts.has(resource.mimeType)) return broken(`${uri} is ${resource.mimeType}, which is not a module`);
    if (trail.includes(uri)) return broken(`modules import each other in a circle: ${[...trail, uri].join(' → ')}`);
    const file = `${named.prefix}/${named.name}${/\.\w+$/.test(named.name) ? '' : '.tsx'}`;
    const made = await this.#parts.transpiler.transpile(file, resource.text);
    if ('error' in made) return broken(made.error);
    await init();
    let { code } = made;
    let hasMui = false;
    const [imports] = parse(code);
    // From the end, so that the places of the others stay.
    for (const imported of [...imports].reverse()) {
      const specifier = imported.specifier;
      if (specifier === undefined || specifier === null) continue;
      const target = resolveSpecifier(specifier, uri, this.#parts.shared);
      hasMui ||= target.kind === 'mui' || specifier === '@mui/material';
      const found = await this.#address(target, [...trail, uri]);
      if (typeof found === 'string') {
        code = replaceSpecifier(code, imported, found);
        continue;
      }
      for (const prefix of found.uses) uses.add(prefix);
      // A module with a broken import is broken as well. A module that only throws would fail with a missing export instead.
      if (found.kind === 'broken') return broken(found.reason);
      hasMui ||= found.hasMui;
      if (found.href !== '') code = replaceSpecifier(code, imported, found.href);
    }
    const path = `${uiPaths.modules}${named.prefix}/${named.name}.${this.#hash(uri, code)}.js`;
    this.#serve(path, { code: `${code}\n//# sourceMappingURL=${path.split('/').pop()}.map\n`, map: made.map });
    return { kind: 'module', href: path, uses: [...uses], hasMui };
  }

  /** The address of a target, or the result of its build. The last of the trail imports it. */
  async #address(target: Target, trail: readonly string[]): Promise<string | BuiltModule | BrokenModule> {
    const { muiNames, packages } = this.#parts;
    const broken = (reason: string): BrokenModule => ({ kind: 'broken', reason, uses: [] });
    switch (target.kind) {
      case 'shared':
        return { kind: 'module', href: '', uses: [], hasMui: false };
      case 'refused':
        return broken(target.reason);
      case 'resource':
        return this.#build(target.uri, trail);
      case 'mui': {
        const { name } = target;
        if (name === 'styles') return this.#generated('mui/styles', "export * from '@mui/material';\n");
        if (!muiNames.has(name)) return broken(`'@mui/material/${name}' is not a module of MUI`);
        const code = `export { ${name} as default } from '@mui/material';\nexport * from '@mui/material';\n`;
        return this.#generated(`mui/${name}`, code);
      }
      case 'package': {
        const bundle = await packages.bundle(trail.at(-1)?.split('/')[2] ?? '', target.name, target.specifier);
        return 'error' in bundle ? broken(bundle.error) : this.#generated('package', bundle.code);
      }
    }
  }

  #generated(name: string, code: string): string {
    const path = `${uiPaths.modules}-/${name}.${this.#hash(name, code)}.js`;
    this.#serve(path, { code });
    return path;
  }

  #hash(...parts: readonly string[]): string {
    const { secret } = this.#parts;
    return createHmac('sha256', secret).update(parts.join('\0')).digest('base64url').slice(0, 22);
  }

  #serve(path: string, served: Served): void {
    this.#served.delete(path);
    this.#served.set(path, served);
    const [oldest] = this.#served.keys();
    if (this.#served.size > MAX_SERVED && oldest !== undefined) this.#served.delete(oldest);
  }
}

/** Tells who imports a missing resource, and what its author can do. */
const importHint = (importer: string | undefined): string =>
  importer === undefined
    ? ''
    : `, which ${importer} imports; declare it as a resource of the type text/symphony-module`;

/** A dynamic import has an expression; a static one has the text between the quotes. */
function replaceSpecifier(code: string, { start, end, type }: Import, to: string): string {
  return `${code.slice(0, start)}${type === 'dynamic' ? JSON.stringify(to) : to}${code.slice(end)}`;
}
