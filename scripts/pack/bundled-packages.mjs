// @ts-check

/**
 * Libraries whose code becomes part of the packages that import them. Only our code uses them, and none of their objects
 * reaches a user, so a second copy does no harm. A process opens one file instead of theirs, and loads only the used parts.
 * A library whose types appear in our declarations also stays a dependency.
 *
 * @type {ReadonlySet<string>}
 */
export const bundledPackages = new Set([
  // It pins its own version of nats-core, which would be installed and loaded in addition to ours.
  '@nats-io/services',
  '@nats-io/obj',
  'fastest-levenshtein',
  'pino',
  'proper-lockfile',
  // All copies share one registry, independently of which one is loaded first.
  'reflect-metadata',
  'tsyringe',
  // Checks incoming data. Its texts in sixty languages are not included.
  'zod',
]);

/**
 * Modules that bundled libraries import but never use here: pino's worker threads.
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
