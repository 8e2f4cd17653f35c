/**
 * The order of packages: each may import only from those before it, and of these only what is named. It is the same as
 * "Import order" in docs/architecture.md and as the overrides in .oxlintrc.json; the guards beside this file compare them.
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

/** Names that the lint rules know already, though there is no package yet. */
export const planned: readonly string[] = [];
