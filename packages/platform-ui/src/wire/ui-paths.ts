/**
 * The paths that the shell and the server share, besides those of the platform's HTTP API. Below a path that ends in `/` are
 * further paths.
 */
export const uiPaths = {
  session: '/ui/session',
  confirmation: '/ui/session/confirmation',
  credentials: '/ui/credentials',
  signIn: '/ui/sign-in',
  signInCallback: '/ui/sign-in/callback',
  extensions: '/ui/extensions',
  help: '/ui/help',
  preferences: '/ui/preferences/',
  /** Resources as the shell draws them. */
  pages: '/ui/pages/',
  /** Resources as documents of their own, shown in frames. */
  frames: '/ui/f/',
  /** The same documents on a sandbox host, which serves nothing else. */
  sandbox: '/ui/s/',
  /** JavaScript that was built from resources. */
  modules: '/ui/m/',
  /** Files of the shell. */
  assets: '/ui/assets/',
} as const satisfies Readonly<Record<string, `/ui/${string}`>>;

/** The path of the resource `ui://<prefix>/<name>` below one of {@link uiPaths}. */
export const resourcePath = (uri: string, below: 'pages' | 'frames' | 'sandbox'): string =>
  uri.replace('ui://', uiPaths[below]);
