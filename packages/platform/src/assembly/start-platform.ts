import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { summaryOf } from '../keys/api-key.js';
import type { KeyService } from '../keys/key-service.js';
import { StopStack } from '../kit/stop-stack.js';
import { DocumentReader } from '../openapi/document-reader.js';
import type { Registry } from '../registry/registry.js';
import { ServiceRouter } from '../services/service-router.js';
import { openUsage } from '../usage/open-usage.js';
import { openCore, type PlatformCore } from './core.js';
import { createKeyService, sweepHourly } from './create-key-service.js';
import { keepAccounts } from './keep-accounts.js';
import { followStatus } from './live-status.js';
import { openPeople } from './open-people.js';
import { openRegistry } from './open-registry.js';
import type { Platform } from './platform.js';
import { type PlatformOptions, resolveOptions } from './platform-options.js';
import { platformInfo, platformServices } from './platform-services.js';
import { serveHttp } from './serve-http.js';
import { watchClients } from './watch-clients.js';

/** The actor in the audit log for calls of the code that started the platform. */
const OPERATOR = 'operator';

/**
 * Starts a platform. Resolves when it answers requests. If a step fails, everything that earlier steps started is stopped.
 *
 * @example <!-- test/guides/entry-points.examples.ts#start-platform -->
 * ```ts
 * await using platform = await startPlatform({ dataDir: './data', dev: { grantDeclared: true } });
 * const { token } = await platform.keys.create({ name: 'Greeter', prefix: 'greeter', kind: 'extension' });
 * ```
 * @throws `PORT_IN_USE` when something else listens on the HTTP port
 * @throws `CONNECTION_FAILED` when NATS does not answer, or does not trust the operator
 * @throws `INVALID_CONFIGURATION` when the keys cannot be used
 * @throws what `startNatsServer` throws, when it starts a server of its own
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const stack = new StopStack(resolveOptions(options, '').logger);
  try {
    return await start(options, stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
}

async function start(given: PlatformOptions, stack: StopStack): Promise<Platform> {
  const options = resolveOptions(given, given.dataDir ?? (await temporaryFolder(stack)));
  const core = await openCore(options, stack);
  stack.add('account synchronisation', keepAccounts(core));
  const floods = watchClients(core, stack);
  const { nc } = core;
  const { logger } = options;
  const version = packageVersion();
  const info = () => platformInfo(core, version);
  const board = followStatus(core, floods, stack);
  const { registry, versions, texts, unregister } = openRegistry(core, board, stack);
  const usage = await openUsage({ nc, replicas: await core.replicas(), logger }, options.licensing, Date.now);
  stack.add('usage', () => usage.stop());

  let httpHost = '';
  const keys = createKeyService(core, () => options.host ?? httpHost);
  stack.add('sweep of keys', sweepHourly(core));
  const people = await openPeople(core, keys);
  const documents = new DocumentReader();
  const services = platformServices(core, { registry, versions, texts, keys, usage: usage.usage, documents, info });
  const router = ServiceRouter.start(core.intake, services, { logger, refusals: core.refusals, floods });
  hearExtensions(core, router);
  stack.add('services', () => router.stop());
  httpHost = await serveHttp({ core, keys, people, registry, unregister, documents, usage, info, version }, stack);
  const httpUrl = `${options.tls ? 'https' : 'http'}://${httpHost}`;
  logger.info('platform started', { http: httpUrl, nats: core.servers(), version });
  if (options.devSignIn) logger.warn('DEVELOPMENT SIGN-IN is on: everybody on this machine is an administrator');
  return describe({ core, keys, registry, stack, httpUrl });
}

/** Has the services answer every extension that has an account. */
function hearExtensions({ state, records }: PlatformCore, router: ServiceRouter): void {
  for (const prefix of records.prefixes()) router.hear(prefix);
  state.accounts.onChange((name) => (records.has(name) ? router.hear(name) : router.ignore(name)));
}

async function temporaryFolder(stack: StopStack): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'symphony-platform-'));
  stack.add('data folder', () => rm(folder, { recursive: true, force: true }));
  return folder;
}

interface PlatformParts {
  readonly core: PlatformCore;
  readonly keys: KeyService;
  readonly registry: Registry;
  readonly stack: StopStack;
  readonly httpUrl: string;
}

const describe = ({ core, keys, registry, stack, httpUrl }: PlatformParts): Platform => ({
  httpUrl,
  natsUrl: core.servers()[0] ?? '',
  natsServer: core.nats.server,
  keys: {
    create: (key) => keys.create(key, OPERATOR),
    list: () => keys.list().map(summaryOf),
    revoke: (id) => keys.revoke(id, OPERATOR),
  },
  registry: { list: () => registry.list(), manifest: (prefix) => registry.manifest(prefix) },
  stop: () => stack.stop(),
  [Symbol.asyncDispose]: () => stack.stop(),
});

const Package = z.object({ version: z.string() });
const require = createRequire(import.meta.url);

/** The version of this package, which is the platform's. */
const packageVersion = (): string => Package.parse(require('@symphony-ts/platform/package.json')).version;
