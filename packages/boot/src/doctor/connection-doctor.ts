import { connectSymphony, SymphonyClient, type SymphonyConnection } from '@symphony-ts/client';
import {
  type Credentials,
  exchangeToken,
  isLoopback,
  readdressServers,
  resolvePlatformAddress,
} from '@symphony-ts/client/internal';
import {
  covers,
  parseToken,
  platformServices,
  silentLogger,
  type Token,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { ExtensionModel } from '@symphony-ts/extension/internal';
import { advisoriesOf, safeReleases } from '@symphony-ts/jetstream-manager';
import { lookUpToken } from '../access/look-up-token.js';
import type { Step } from './examine.js';
import { CheckError } from './finding.js';
import { missingCapabilities } from './needs.js';
import { askFlush, pingPlatform } from './ping.js';

export interface ConnectionDoctorOptions {
  readonly token: string | undefined;
  readonly address: string | undefined;
  readonly prefix: string | undefined;
  /** The extension whose capabilities the key should hold. */
  readonly model: ExtensionModel | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Tries to connect step by step. Each step uses the results of the earlier ones. It does not claim the key. */
export class ConnectionDoctor implements AsyncDisposable {
  readonly #options: ConnectionDoctorOptions;
  #text = '';
  #token: Token = { host: '', keyId: '', secret: '' };
  #baseUrl = '';
  #natsHost: string | undefined;
  #clock: () => string = () => '';
  #credentials: Credentials | undefined;
  #connection: SymphonyConnection | undefined;

  constructor(options: ConnectionDoctorOptions) {
    this.#options = options;
  }

  readonly steps: readonly Step[] = [
    { name: 'token', run: () => this.#findToken() },
    { name: 'token form', run: async () => this.#readToken() },
    { name: 'address', run: async () => this.#findAddress() },
    { name: 'HTTP', run: () => this.#reach() },
    { name: 'clock', run: async () => this.#clock() },
    { name: 'exchange', run: () => this.#exchange() },
    { name: 'NATS', run: () => this.#connect() },
    { name: 'server', run: async () => this.#judgeServer() },
    { name: 'storage', run: () => this.#judgeStorage() },
    { name: 'permissions', run: () => this.#compareRights() },
  ];

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection?.close();
  }

  async #findToken(): Promise<string> {
    const { token: explicit, prefix, env } = this.#options;
    const found = await lookUpToken({ explicit, env, ...withoutUndefined({ prefix }) });
    this.#text = found.token.trim();
    return `from ${explicit === undefined ? found.source : '--token'}`;
  }

  #readToken(): string {
    this.#token = parseToken(this.#text);
    return `key ${this.#token.keyId} of ${this.#token.host}`;
  }

  #findAddress(): string {
    const { address, env } = this.#options;
    const variable = env['SYMPHONY_ADDRESS']?.trim();
    const { baseUrl, natsHost } = resolvePlatformAddress(this.#token.host, address ?? variable);
    this.#baseUrl = baseUrl;
    this.#natsHost = natsHost;
    const source = address === undefined ? (variable ? 'SYMPHONY_ADDRESS' : 'the token') : '--address';
    const { protocol, hostname } = new URL(baseUrl);
    if (protocol === 'https:' || isLoopback(hostname)) return `${baseUrl}, from ${source}`;
    throw new CheckError(`${baseUrl}, from ${source}: the token crosses the network in clear text`, 'use https', {
      isWarning: true,
    });
  }

  async #reach(): Promise<string> {
    const { text, clock } = await pingPlatform(this.#baseUrl, this.#options.env);
    this.#clock = clock;
    return text;
  }

  async #exchange(): Promise<string> {
    const { prefix } = this.#options;
    const credentials = await exchangeToken({
      token: this.#text,
      baseUrl: this.#baseUrl,
      attempts: 1,
      env: this.#options.env,
      logger: silentLogger,
    });
    this.#credentials = credentials;
    const { name, kind, expiresAt } = credentials;
    if (prefix !== undefined) assertKeyOf(prefix, credentials);
    const whose = credentials.prefix === undefined ? kind : `${kind} ${credentials.prefix}`;
    return `key '${name}' (${whose}), credentials until ${expiresAt?.toISOString() ?? 'revoked'}`;
  }

  async #connect(): Promise<string> {
    const { jwt, seed, servers } = this.#known();
    // Uses only the credentials, because a token would create a key or claim a stored one.
    this.#connection = await connectSymphony({
      name: 'symphony-boot doctor',
      nats: { servers: readdressServers(servers, this.#natsHost), creds: credsFile(jwt, seed) },
    });
    const { nc } = this.#connection;
    const rttMs = await nc.rtt();
    return `${nc.getServer()}, nats-server ${nc.info?.version ?? 'of unknown version'}, ${rttMs} ms`;
  }

  #judgeServer(): string {
    const version = this.#connection?.nc.info?.version ?? 'of unknown version';
    const advisories = advisoriesOf(version);
    if (advisories.length === 0) return `no known hole in nats-server ${version}`;
    const ids = advisories.map(({ id }) => id).join(', ');
    const remedy = `run nats-server ${safeReleases(advisories).join(', ')} or later`;
    throw new CheckError(`nats-server ${version} has published holes: ${ids}`, remedy, { isWarning: true });
  }

  async #judgeStorage(): Promise<string> {
    const flush = await askFlush(this.#baseUrl, this.#options.env);
    if (flush === 'always') return 'acknowledged writes are on the disk';
    if (flush === undefined) return 'the platform does not say when writes are on the disk';
    const text = 'writes are acknowledged before they are on the disk: a loss of power can take the last two minutes';
    throw new CheckError(text, 'set sync_interval of its nats-server to always (2.10 and newer)', { isWarning: true });
  }

  async #compareRights(): Promise<string> {
    const { kind, capabilities, prefix } = this.#known();
    if (kind === 'registration') return `may make keys for ${prefix ?? 'no extension'}, nothing else`;
    const { model } = this.#options;
    const missing = model ? missingCapabilities(model, capabilities) : [];
    if (missing.length > 0) {
      const remedy = 'have them granted to the key, or take them out of the module';
      throw new CheckError(`the module declares what the key does not hold: ${missing.join(', ')}`, remedy);
    }
    const { pub, sub } = capabilities;
    const held = `may publish to ${count(pub.allow)} and subscribe to ${count(sub.allow)} beyond its own`;
    const mayAsk = kind === 'extension' || pub.allow.some((pattern) => covers(pattern, platformServices.info));
    if (!mayAsk || !this.#connection) return held;
    const { version } = await new SymphonyClient(this.#connection).info();
    return `${held}; platform ${version ?? 'of unknown version'} answers over NATS`;
  }

  #known(): Credentials {
    if (!this.#credentials) throw new Error('the exchange comes before this step');
    return this.#credentials;
  }
}

/** A registration token makes the requested key, or gives the reason why not, when it is used. */
function assertKeyOf(prefix: string, credentials: Credentials): void {
  const { name, kind } = credentials;
  if (kind === 'registration' || credentials.prefix === prefix) return;
  const owner = kind === 'client' ? 'a plain client' : `extension '${credentials.prefix ?? 'none'}'`;
  const text = `the key '${name}' belongs to ${owner}, not to extension '${prefix}'`;
  throw new CheckError(text, `make a key: symphony-boot keys create "${prefix}" --prefix ${prefix}`);
}

const count = (subjects: readonly string[]): string =>
  subjects.length === 1 ? '1 subject' : `${subjects.length} subjects`;

const credsFile = (jwt: string, seed: string): string =>
  [
    '-----BEGIN NATS USER JWT-----',
    jwt,
    '------END NATS USER JWT------',
    '',
    '-----BEGIN USER NKEY SEED-----',
    seed,
    '------END USER NKEY SEED------',
    '',
  ].join('\n');
