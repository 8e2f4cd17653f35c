import { jetstreamManager } from '@nats-io/jetstream';
import { connectSymphony, isSymphonyError, SymphonyClient, type SymphonyConnection } from '@symphony-ts/client';
import { bucketStream, type Manifest, STATUS_BUCKET, statusKey } from '@symphony-ts/contract';
import { createLogger } from '@symphony-ts/extension';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { ui } from '@symphony-ts/platform-ui';
import { openBucket } from '@symphony-ts/storage';
import { Catalog } from '../catalog.js';
import { InstanceProcess } from './instance-process.js';
import { expect, Transcript, until } from './transcript.js';

const PREFIX = 'catalog';
const REQUESTS = 200;
/** How many requests run at once. A busy machine would refuse more, because their answers would be too late. */
const WIDTH = 20;

/** Everything that the demo has started. It is stopped in reverse order, whatever happens. */
const running: (() => Promise<unknown>)[] = [];
const transcript = new Transcript();

async function demo(): Promise<void> {
  const started = Date.now();

  transcript.step('A NATS server and a platform on it');
  const platform = await startPlatform({
    ui: ui(),
    flush: 'periodic',
    dev: { grantDeclared: true, signIn: true, allowVulnerableServer: true },
    // The warning that everybody on this machine is an administrator is not useful here: the demo relies on that.
    logger: createLogger('platform', { level: 'error' }),
  });
  running.push(() => platform.stop());
  const health = await getJson(platform, 'health');
  expect(health.status === 200, `health answered ${health.status}`);
  transcript.seen(`nats-server ${platform.natsServer?.version ?? '(external)'} at ${platform.natsUrl}`);
  transcript.seen(`platform at ${platform.httpUrl}, healthy`);

  transcript.step('The catalog boots from one annotated class');
  const first = await startInstance(platform, 'first');
  await until('the catalog among the live extensions', async () => platform.registry.list().find(isLive));
  const manifest = platform.registry.manifest(PREFIX);
  expect(manifest !== undefined, 'no manifest');
  transcript.seen(`instance ${first.id} is live`);
  transcript.seen(`manifest registered: ${counts(manifest)}`);

  transcript.step('Its page in the browser shell');
  const page = await readPage(platform, 'home');
  expect(page.includes('CatalogPage'), page);
  transcript.seen(`${platform.httpUrl}/catalog shows it: a module of ${page.length} characters`);

  transcript.step('Its bucket was made for it');
  const inside = await connectInside(platform);
  const { config } = await (await jetstreamManager(inside.nc)).streams.info(bucketStream('catalog_items'));
  transcript.seen(
    `stream ${config.name} on ${config.subjects.join(', ')}, ${config.storage} storage, ${config.num_replicas} replica`,
  );

  transcript.step('Requests over NATS');
  const client = await connectClient(platform);
  const catalog = client.connection.extension(Catalog);
  const added = await catalog.add({ name: 'Widget', id: 'w-1' });
  expect(added.status === 'created', JSON.stringify(added));
  transcript.seen(`add  → ${JSON.stringify(added)}`);
  await catalog.add({ name: 'Gadget', id: 'g-1' });
  const listed = await catalog.list();
  expect(listed.length === 2, JSON.stringify(listed));
  transcript.seen(`list → ${JSON.stringify(listed)}`);

  transcript.step('The same items over HTTP');
  const overHttp = await call(platform, client.token, 'list');
  expect(overHttp.status === 200 && JSON.stringify(overHttp.body) === JSON.stringify(listed), JSON.stringify(overHttp));
  transcript.seen(`POST /api/v1/services/${PREFIX}/list → ${overHttp.status}, the same ${listed.length} items`);

  transcript.step('An invalid request is refused, with its reason');
  const refused = await call(platform, client.token, 'add', { name: '' });
  expect(refused.status === 400, JSON.stringify(refused));
  transcript.seen(`HTTP ${refused.status}: ${JSON.stringify(refused.body)}`);

  transcript.step('The heartbeat');
  const beat = await (await openBucket(inside.nc, STATUS_BUCKET)).get(statusKey(PREFIX, first.id));
  expect(beat !== undefined, 'no status entry');
  transcript.seen(`bucket ${STATUS_BUCKET}, key ${beat.key}: ${JSON.stringify(beat.value)}`);

  transcript.step('A second instance joins, and requests spread over both');
  const second = await startInstance(platform, 'second');
  await until('both instances', async () =>
    platform.registry.list().find(isLive)?.instances.length === 2 ? true : undefined,
  );
  await Promise.all(inTurn(() => catalog.list()));
  const served = await Promise.all(
    [first, second].map(async ({ id }) => ({ id, ...(await statusOf(client.connection, id)) })),
  );
  expect(
    served.every((instance) => instance.served > 0),
    JSON.stringify(served),
  );
  for (const instance of served) transcript.seen(`instance ${instance.id} served ${instance.served}`);

  transcript.step('The first instance drains under load: nothing is lost');
  const load = inTurn((index) => catalog.add({ id: `drain-${index}`, name: `Item ${index}` }));
  const stopped = first.process.stop();
  const outcomes = await Promise.allSettled(load);
  const answered = outcomes.filter((outcome) => outcome.status === 'fulfilled').length;
  expect(answered === REQUESTS, `${answered} of ${REQUESTS} were answered`);
  const code = await stopped;
  expect(code === 0, `the instance ended with ${code}`);
  const kept = (await catalog.list()).filter((item) => item.id.startsWith('drain-')).length;
  expect(kept === REQUESTS, `${kept} of ${REQUESTS} items are there`);
  transcript.seen(`${answered} of ${REQUESTS} requests answered, ${kept} items stored, exit code ${code}`);

  transcript.step('The second instance and the platform stop');
  expect((await second.process.stop()) === 0, 'the second instance failed');
  transcript.seen(`done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  transcript.next(
    'Run the catalog, and open its page in a browser',
    'npx symphony-boot dev examples/catalog/src/app.ts',
  );
}

/** Starts the requests. Each starts when an earlier one has ended. */
function inTurn<T>(request: (index: number) => Promise<T>): Promise<T>[] {
  const started: Promise<T>[] = [];
  for (let index = 0; index < REQUESTS; index++) {
    const before = started[index - WIDTH] ?? Promise.resolve();
    started.push(before.then(ignore, ignore).then(() => request(index)));
  }
  return started;
}

const ignore = (): void => undefined;

const isLive = ({ prefix, status }: { readonly prefix: string; readonly status: string }): boolean =>
  prefix === PREFIX && status === 'ok';

async function startInstance(
  platform: Platform,
  name: string,
): Promise<{ readonly id: string; readonly process: InstanceProcess }> {
  const { token } = await platform.keys.create({
    kind: 'extension',
    prefix: PREFIX,
    name: `Catalog, ${name} instance`,
  });
  const process = new InstanceProcess({ token, address: platform.httpUrl });
  running.push(() => process.stop());
  return { id: await process.live(), process };
}

/** Connects another client. In development, a key without a grant may call every extension. */
async function connectClient(
  platform: Platform,
): Promise<{ readonly token: string; readonly connection: SymphonyClient }> {
  const { token } = await platform.keys.create({ kind: 'client', name: 'demo' });
  const connection = await SymphonyClient.connect({ token, address: platform.httpUrl });
  running.push(() => connection.close());
  return { token, connection };
}

/** A connection to the catalog's own account, which contains its buckets. */
async function connectInside(platform: Platform): Promise<SymphonyConnection> {
  const { token } = await platform.keys.create({ kind: 'extension', prefix: PREFIX, name: 'demo, inside' });
  const connection = await connectSymphony({ token, address: platform.httpUrl });
  running.push(() => connection.close());
  return connection;
}

const counts = ({ capabilities, services, buckets }: Manifest): string => {
  const endpoints = services.flatMap((service) => service.endpoints);
  return `${capabilities.length} capabilities, ${endpoints.length} endpoints, ${buckets.length} bucket`;
};

interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

const bearer = (token: string | undefined): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};

async function getJson(platform: Platform, path: string, token?: string): Promise<HttpAnswer> {
  const response = await fetch(`${platform.httpUrl}/api/v1/${path}`, { headers: bearer(token) });
  return { status: response.status, body: await response.json() };
}

/** Loads the module of a React page, like the browser of a signed-in person. */
async function readPage(platform: Platform, name: string): Promise<string> {
  const shell = await fetch(platform.httpUrl);
  expect(shell.headers.get('content-type')?.startsWith('text/html') ?? false, `the shell answered ${shell.status}`);
  // This header marks requests of the shell. A foreign page cannot send it.
  const headers = { 'x-symphony': '1' };
  const session = await fetch(`${platform.httpUrl}/ui/session`, { method: 'POST', headers });
  const cookie = session.headers.getSetCookie().map((header) => header.split(';')[0]);
  const answer = await fetch(`${platform.httpUrl}/ui/pages/${PREFIX}/${name}`, {
    headers: { ...headers, cookie: cookie.join('; ') },
  });
  const { href } = (await answer.json()) as { readonly href?: string };
  expect(href !== undefined, `the page answered ${answer.status}`);
  return (await fetch(platform.httpUrl + href)).text();
}

async function call(platform: Platform, token: string, endpoint: string, input?: unknown): Promise<HttpAnswer> {
  const response = await fetch(`${platform.httpUrl}/api/v1/services/${PREFIX}/${endpoint}`, {
    method: 'POST',
    headers: { ...bearer(token), 'content-type': 'application/json' },
    body: input === undefined ? null : JSON.stringify(input),
  });
  return { status: response.status, body: await response.json() };
}

async function statusOf(client: SymphonyClient, instanceId: string): Promise<{ readonly served: number }> {
  const status = await client.extension(PREFIX).instance(instanceId).invoke('local-status');
  return status as { readonly served: number };
}

let code = 0;
try {
  await demo();
} catch (error) {
  code = 1;
  console.error(isSymphonyError(error) ? error.message : error);
}
for (const end of running.reverse()) await end().catch((error: unknown) => console.error(error));
process.exitCode = code;
