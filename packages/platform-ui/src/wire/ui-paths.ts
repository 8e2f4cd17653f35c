/** Paths that the shell and the server share, besides those of the platform's HTTP API. One that ends in `/` has paths below it. */
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
  /** Resources as documents of their own, which stand in frames. */
  frames: '/ui/f/',
  /** The same documents on a sandbox host, which answers nothing else. */
  sandbox: '/ui/s/',
  /** JavaScript that was built from resources. */
  modules: '/ui/m/',
  /** Files of the shell. */
  assets: '/ui/assets/',
} as const satisfies Readonly<Record<string, `/ui/${string}`>>;

/** The path of the resource `ui://<prefix>/<name>` below one of {@link uiPaths}. */
export const resourcePath = (uri: string, below: 'pages' | 'frames' | 'sandbox'): string =>
  uri.replace('ui://', uiPaths[below]);
