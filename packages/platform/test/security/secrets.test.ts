import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { connectSymphony } from '@symphony-ts/client';
import {
  CredentialExchange,
  type LogFields,
  type Logger,
  parseToken,
  platformServices,
  type SymphonyError,
} from '@symphony-ts/contract';
import { createApplication, defineExtension, endpoint } from '@symphony-ts/extension';
import { type Platform, startPlatform } from '@symphony-ts/platform';
import { eventually } from '../../../../test/support/eventually.js';
import { openOperatorKeys } from '../../src/operator/operator-keys.js';
import { askPlatform } from '../ask-platform.js';

/** Everything that this file writes or receives where no secret belongs, with its place. */
const seen: { readonly where: string; readonly text: string }[] = [];
const see = (where: string, text: string): void => void seen.push({ where, text });
/** The secrets of this run, by kind. */
const secrets = new Map<string, string>();

const log = (level: string) => (message: string, fields?: LogFields) =>
  see(`log ${level}`, `${message} ${JSON.stringify(fields)} ${inspect(fields, { depth: 8 })}`);
const logger: Logger = {
  debug: log('debug'),
  info: log('info'),
  warn: log('warn'),
  error: log('error'),
  child: (fields) => {
    see('log child', inspect(fields, { depth: 8 }));
    return logger;
  },
};

function keepToken(what: string, token: string): string {
  secrets.set(`token ${what}`, token);
  secrets.set(`secret of token ${what}`, parseToken(token).secret);
  return token;
}
function keepCredentials(what: string, { seed, jwt }: CredentialExchange): void {
  secrets.set(`seed ${what}`, seed);
  secrets.set(`JWT signature ${what}`, jwt.split('.')[2] ?? jwt);
}

/** Runs work that must fail, and checks everything in its error. */
async function failing(what: string, run: () => Promise<unknown>): Promise<void> {
  const error = await run().then(
    () => undefined,
    (thrown: SymphonyError) => thrown,
  );
  expect([what, error]).toEqual([what, expect.any(Error)]);
  see(`error ${what}`, `${String(error)} ${JSON.stringify(error)} ${inspect(error, { depth: 8, showHidden: true })}`);
}

let platform: Platform;
let dataDir: string;
let home: string;
/** Stops everything that is still running. */
const closers: (() => Promise<unknown>)[] = [];

/** A request. Unless the test says otherwise, its answer may not contain a secret. */
async function http(method: string, path: string, token?: string, body?: object, holds = false): Promise<string> {
  const { text, headers } = await askPlatform(platform, `${method} ${path}`, { token, body });
  if (!holds) see(`${method} ${path}`, `${text} ${JSON.stringify([...headers])}`);
  return text;
}

async function exchange(what: string, token: string): Promise<void> {
  keepCredentials(what, CredentialExchange.parse(JSON.parse(await http('GET', 'apikey', token, undefined, true))));
}

const shop = defineExtension({
  prefix: 'shop',
  name: 'Shop',
  version: '1.0.0',
  description: 'Sells',
  buckets: [{ name: 'shop_items' }],
  endpoints: {
    sell: endpoint({}, () => 'sold'),
    fail: endpoint({}, () => {
      throw new Error('broken');
    }),
  },
});

/** The life of a platform with an extension and a client, including refusals and a restart. */
async function live(): Promise<void> {
  const start = (): Promise<Platform> =>
    startPlatform({
      dataDir,
      logger,
      dev: { signIn: true, grantDeclared: true },
      http: { port: ports.http },
      natsServer: ports.nats === undefined ? {} : { port: ports.nats },
    });
  const ports: { http: number; nats?: number } = { http: 0 };
  platform = await start();
  ports.http = Number(new URL(platform.httpUrl).port);
  ports.nats = Number(new URL(platform.natsUrl).port);

  const session = keepToken('session', JSON.parse(await http('GET', 'usertoken', undefined, undefined, true)).token);
  const body = { name: 'till', kind: 'client' };
  const till = keepToken('client', JSON.parse(await http('POST', 'keys', session, body, true)).token);
  await Promise.all([exchange('session', session), exchange('client', till)]);
  const minting = await platform.keys.create({ name: 'mint', kind: 'registration', prefix: 'shop' });
  keepToken('registration', minting.token);
  await exchange('registration', minting.token);

  const address = platform.httpUrl;
  const env = { REGISTRATION_TOKEN: minting.token, XDG_CONFIG_HOME: home, HOME: home };
  const app = await createApplication(shop, {
    address,
    env,
    logger,
    signals: false,
    heartbeatMs: 500,
    drainTimeoutMs: 1_000,
  });
  closers.push(() => app.stop());
  await app.start();
  const client = await connectSymphony({ token: till, address, logger, env: {} });
  closers.push(() => client.close());
  for (const subject of [platformServices.info, platformServices.extensions, platformServices.enforcement]) {
    see(subject, (await client.nc.request(subject, '', { timeout: 10_000 })).string());
  }
  for (const name of ['sell', 'fail']) await http('POST', `services/shop/${name}`, till);
  await quarrel(session, till);
  for (const path of ['keys', 'userinfo', 'roles', 'admin/audit?count=100', 'extensions/all', 'extensions/features'])
    await http('GET', path, session);

  readServerLog();
  await platform.stop();
  platform = await start();
  await eventually(() => platform.registry.list().some(({ instances }) => instances.length > 0), 20_000);
  await http('GET', 'keys', session);
  const { id } = parseTokenId(till);
  await http('DELETE', `key/${id}`, session);
  await failing('after a revocation', () => connectSymphony({ token: till, address, logger, env: {} }));
  for (const close of closers.splice(0)) await close();
  readServerLog();
}

/** The output of the platform's own nats-server since its start. */
const readServerLog = (): void => {
  for (const line of platform.natsServer?.logs() ?? []) see('nats-server log', line);
};

const parseTokenId = (token: string): { readonly id: string } => ({ id: parseToken(token).keyId });

/** All requests that are refused. */
async function quarrel(session: string, till: string): Promise<void> {
  const wrong = keepToken('wrong', `${till.slice(0, -4)}AAAA`);
  await http('GET', 'apikey', wrong);
  await http('GET', `nothing?token=${till}`, till);
  await http('POST', 'keys', session, { name: till, kind: 'nonsense', prefix: 'no prefix' });
  await http('PUT', `key/${parseTokenId(till).id}`, session, { capabilities: { pub: { allow: ['$SYS.>'] } } });
  await http('PUT', 'admin/roles/x', till, {});
  await http('POST', 'services/none/sell', till);
  await failing('a wrong token', () => connectSymphony({ token: wrong, address: platform.httpUrl, logger, env: {} }));
  await failing('a token that is none', () => connectSymphony({ token: `${till}.x`, logger, env: {} }));
  await failing('no platform', () => connectSymphony({ token: till, address: 'http://127.0.0.1:9', logger, env: {} }));
  await failing('no NATS server', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'security-'));
    try {
      await startPlatform({ logger, natsUrl: 'nats://127.0.0.1:9', dataDir: elsewhere });
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
}

async function keepOperator(): Promise<void> {
  const keys = await openOperatorKeys(join(dataDir, 'operator'), 0);
  secrets.set('seed of the operator', keys.operator.seed());
  for (const name of ['SYS', 'PLATFORM', 'HUB', 'PEOPLE', 'shop']) {
    secrets.set(`seed of account ${name}`, keys.account(name).seed());
    secrets.set(`signing seed of account ${name}`, keys.signing(name)[0].seed());
  }
  const file = JSON.parse(await readFile(join(dataDir, 'operator', 'operator.json'), 'utf8'));
  secrets.set('root of all keys', file.root);
  secrets.set('signing secret', file.signing[0]);
}

interface FoundFile {
  readonly path: string;
  readonly mode: number;
  readonly holds: readonly string[];
}

async function files(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        const holds = [...secrets].flatMap(([what, secret]) => (bytes.includes(secret) ? [what] : []));
        return { path, mode: (await stat(path)).mode & 0o777, holds };
      }),
  );
}

let found: FoundFile[];
beforeAll(async () => {
  [dataDir, home] = [await mkdtemp(join(tmpdir(), 'security-')), await mkdtemp(join(tmpdir(), 'security-'))];
  await live();
  await keepOperator();
  for (const file of await files(home)) {
    const { token } = JSON.parse(await readFile(file.path, 'utf8').catch(() => '{}')) as { token?: string };
    if (token !== undefined) keepToken('minted', token);
  }
  found = [...(await files(dataDir)), ...(await files(home))];
});
afterAll(async () => {
  for (const close of closers) await close();
  await platform.stop();
  await Promise.all([dataDir, home].map((folder) => rm(folder, { recursive: true, force: true })));
});

describe('the secrets of a run', () => {
  it('are many, and so is what was written and answered', () => {
    expect(secrets.size).toBeGreaterThan(15);
    const kinds = new Set(seen.map(({ where }) => where.split(' ')[0]));
    expect([...kinds]).toEqual(expect.arrayContaining(['log', 'nats-server', 'error', 'GET', 'POST', 'PUT', 'DELETE']));
    expect(seen.length).toBeGreaterThan(40);
  });

  it('are in no log line, no error and no answer but the one that must hold them', () => {
    const leaks = seen.flatMap(({ where, text }) =>
      [...secrets].flatMap(([what, secret]) => (text.includes(secret) ? [`${what} in ${where}`] : [])),
    );
    expect(leaks).toEqual([]);
  });

  it('are in no file that anybody else can read', () => {
    const holders = found.filter(({ holds }) => holds.length > 0);
    expect(holders.map(({ path }) => path)).toContain(join(dataDir, 'operator', 'operator.json'));
    expect(holders.filter(({ mode }) => (mode & 0o077) !== 0)).toEqual([]);
  });

  it('are not in the platform’s state, seeds of clients nowhere at all', () => {
    const state = found.filter(({ path }) => path.startsWith(dataDir) && !path.endsWith('operator.json'));
    expect(state.length).toBeGreaterThan(3);
    expect(state.filter(({ holds }) => holds.length > 0)).toEqual([]);
    expect(found.filter(({ holds }) => holds.some((what) => what.startsWith('seed')))).toEqual([]);
  });
});
