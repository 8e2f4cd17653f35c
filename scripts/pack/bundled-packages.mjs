// @ts-check

/**
 * Libraries whose code becomes part of the packages that import them. Each is used by us alone: none of its objects reaches
 * a user, so a second copy beside the user's own harms nothing. A process opens one file instead of theirs, and loads what
 * is used of them. A library whose types stand in our declarations stays a dependency as well.
 *
 * @type {ReadonlySet<string>}
 */
export const bundledPackages = new Set([
  // It pins a nats-core of its own, which would be installed and loaded beside the one that is used.
  '@nats-io/services',
  '@nats-io/obj',
  'fastest-levenshtein',
  'pino',
  'proper-lockfile',
  // Copies share one registry, whichever is loaded first.
  'reflect-metadata',
  'tsyringe',
  // For checks of what arrives. Its texts in sixty languages stay out.
  'zod',
]);

/**
 * Modules that bundled libraries load and never use here: pino's worker threads.
 *
 * @type {import('esbuild').Plugin}
 */
export const emptyModules = {
  name: 'empty modules',
  setup(build) {
    build.onResolve({ filter: /^thread-stream$/ }, ({ path }) => ({ path, namespace: 'empty' }));
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = class {};' }));
  },
};
