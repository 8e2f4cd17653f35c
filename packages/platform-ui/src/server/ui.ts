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

/** How the shell treats what extensions send. */
export interface UiOptions {
  /**
   * Prefixes whose React pages run in the shell itself, with all rights of whoever looks at them; `'*'` for all. Every other
   * extension's pages run unchanged, each in a frame of its own. Default: all in development, otherwise those whose API key
   * belongs to the platform's operator.
   */
  readonly trustedJsx?: '*' | readonly string[];
  /**
   * Folder whose package.json names the npm packages that pages may import, and where they are installed. With a folder for each
   * prefix, the pages of an extension import what the extension itself declares. Default none.
   */
  readonly packages?: string | Readonly<Record<string, string>>;
  /**
   * Origin of a second host that leads to this platform, such as `https://*.pages.example.net`: the `*` stands for a prefix, so
   * that each extension has a host of its own. Plain HTML and MCP apps are drawn there, with an origin (`allow-same-origin`), and so
   * with storage. Without a port it is the port of the platform. Take a domain that nothing else uses: nothing but these documents
   * is served there. Default none, and then no document of an extension has an origin.
   */
  readonly sandboxOrigin?: string;
}

/**
 * The browser shell, for `startPlatform({ ui: ui() })`.
 *
 * @throws `Error` when the package was not built
 * @throws `INVALID_CONFIGURATION` when `sandboxOrigin` is not an origin
 */
export function ui({ trustedJsx, packages, sandboxOrigin }: UiOptions = {}): PlatformUi {
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
