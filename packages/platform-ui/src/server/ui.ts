import { assertKnownOptions, type OptionNames } from '@symphony-ts/contract';
import type { PlatformUi, UiHost } from '@symphony-ts/platform';
import { assetRoutes } from './assets/asset-routes.js';
import { openAssets, packageFile } from './assets/assets.js';
import { documentRoutes } from './document.js';
import { extensionRoutes } from './extensions/extension-routes.js';
import type { TrustPolicy } from './extensions/shell-extensions.js';
import { frameRoutes } from './frames/frame-routes.js';
import { sandboxRoutes } from './frames/sandbox-routes.js';
import { helpRoutes } from './help/help-routes.js';
import { ModuleGraph } from './modules/module-graph.js';
import { moduleRoutes } from './modules/module-routes.js';
import { Packages } from './modules/packages.js';
import { Transpiler } from './modules/transpiler.js';
import { closeSandboxHosts, Sandbox } from './sandbox/sandbox.js';
import { SandboxHosts } from './sandbox/sandbox-hosts.js';
import { apiByCookie } from './sessions/api-by-cookie.js';
import { preferenceRoutes } from './sessions/preference-routes.js';
import { sessionRoutes } from './sessions/session-routes.js';
import { tunnelNats } from './sessions/tunnel.js';
import { createIdentityProvider } from './sign-in/identity-provider.js';
import { signInRoutes } from './sign-in/sign-in-routes.js';

/** Options of the browser shell for the pages of extensions. */
export interface UiOptions {
  /**
   * Prefixes of the extensions whose React pages run in the shell itself, with all rights of the person who looks at them. `'*'`
   * means all extensions. The pages of other extensions run unchanged, each in its own frame. Default: all extensions in
   * development, otherwise the extensions whose API key belongs to the platform's operator.
   */
  readonly trustedJsx?: '*' | readonly string[];
  /**
   * Folder with a package.json and its installed packages. Pages may import these npm packages. To give each extension its own
   * packages, pass a folder for each prefix. Default: none.
   */
  readonly packages?: string | Readonly<Record<string, string>>;
  /**
   * Origin of a second host of this platform, such as `https://*.pages.example.net`. The `*` stands for a prefix, so each extension
   * has its own host. Plain HTML and MCP apps are served there. They then have an origin (`allow-same-origin`), and so can use
   * browser storage. The default port is the port of the platform. Use a domain that has no other purpose: only these documents
   * are served there. Default: none, and then documents of extensions have no origin.
   */
  readonly sandboxOrigin?: string;
}

const uiOptionNames = {
  trustedJsx: true,
  packages: true,
  sandboxOrigin: true,
} as const satisfies OptionNames<UiOptions>;

/**
 * Makes the browser shell. Pass it to `startPlatform({ ui: ui() })`.
 *
 * @throws `Error` when the package was not built
 * @throws `INVALID_CONFIGURATION` when an option does not exist, or `sandboxOrigin` is not an origin
 */
export function ui(options: UiOptions = {}): PlatformUi {
  assertKnownOptions('ui', options, uiOptionNames);
  const { trustedJsx, packages, sandboxOrigin } = options;
  const assets = openAssets();
  const hosts = sandboxOrigin === undefined ? undefined : new SandboxHosts(sandboxOrigin);
  return (host: UiHost) => {
    const { app } = host;
    const shared = Object.keys(assets.modules);
    const transpiler = new Transpiler(packageFile('worker/transpile.mjs'));
    app.addHook('onClose', () => transpiler.stop());
    const modules = new ModuleGraph({
      find: (uri) =>
        host.manifest(uri.split('/')[2] ?? '')?.features.resources.find((resource) => resource.uri === uri),
      transpiler,
      packages: new Packages(packages, shared),
      shared: new Set(shared),
      muiNames: new Set(assets.muiNames),
      secret: host.secret('module addresses'),
    });
    const provider = host.signIn.oidc && createIdentityProvider(host.signIn.oidc);
    const sandbox = new Sandbox(hosts, host);
    closeSandboxHosts(app, sandbox);
    apiByCookie(app);
    tunnelNats(app, host, sandbox);
    const scoped = (add: (scope: typeof app) => void): void => void app.register(async (scope) => add(scope));
    scoped((scope) => assetRoutes(scope, assets));
    scoped((scope) => moduleRoutes(scope, modules));
    scoped((scope) => sessionRoutes(scope, host, provider));
    if (provider) scoped((scope) => signInRoutes(scope, host, provider));
    scoped((scope) => extensionRoutes(scope, host, { modules, trustedJsx: trustedJsx satisfies TrustPolicy, sandbox }));
    scoped((scope) => helpRoutes(scope, host));
    scoped((scope) => preferenceRoutes(scope, host));
    scoped((scope) => frameRoutes(scope, host, { assets, modules, sandbox }));
    if (hosts) scoped((scope) => sandboxRoutes(scope, host, { assets, modules, sandbox }));
    scoped((scope) => documentRoutes(scope, host, { assets, sandbox }));
  };
}
