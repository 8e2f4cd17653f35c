/**
 * The order of packages. A package may import only from the packages before it, and only the named entries of them. "Import
 * order" in docs/architecture.md and the overrides in .oxlintrc.json contain the same order; the guards beside this file
 * compare them.
 */
export const floors: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  storage: ['contract'],
  observability: ['contract'],
  client: ['contract', 'storage'],
  extension: ['contract', 'storage', 'client', 'observability'],
  'jetstream-manager': [],
  jsm: ['jetstream-manager'],
  'nats-server': [],
  platform: ['contract', 'storage', 'jetstream-manager', 'nats-server'],
  page: [],
  'platform-ui': ['contract', 'platform', 'page'],
  testing: ['contract', 'storage', 'client', 'extension', 'nats-server', 'platform'],
  boot: [
    'contract',
    'storage',
    'observability',
    'client',
    'extension',
    'jetstream-manager',
    'nats-server',
    'platform',
    'platform-ui',
  ],
};

/** Names in the lint rules for which there is no package yet. */
export const planned: readonly string[] = [];
