import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAccount, createOperator, createUser, encodeAccount, encodeOperator, encodeUser } from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { formatToken } from '@symphony-ts/contract';
import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';

/** The rights of a key, and the lifetime of its credentials. */
export interface KeySpec {
  readonly id: string;
  readonly prefix?: string;
  readonly kind?: 'extension' | 'client' | 'registration';
  readonly pub?: readonly string[];
  readonly sub?: readonly string[];
  readonly lifeSeconds?: number;
  /** The NATS addresses in its answers. Default: the right one. */
  readonly servers?: readonly string[];
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
const jetstream = { mem_storage: 64 << 20, disk_storage: 64 << 20, streams: 20, consumer: 100 };

/**
 * The minimum of a platform: an operator-mode server with one account, and the exchange over HTTP. It serves tests of this
 * package alone. The behaviour of the platform itself is tested with the platform.
 */
export class Issuer implements AsyncDisposable {
  /** Requests to the exchange so far, by token. */
  readonly exchanges = new Map<string, number>();
  /** Answers that replace credentials: one for each of the next requests. */
  readonly scripted: ExchangeAnswer[] = [];
  readonly #keys = new Map<string, { spec: KeySpec; user: KeyPair }>();
  readonly #refused = new Set<string>();
  readonly #revoked: Record<string, number> = {};

  private constructor(
    readonly nats: NatsServer,
    readonly http: Server,
    readonly operator: KeyPair,
    readonly account: KeyPair,
    readonly system: NatsConnection,
  ) {
    http.on('request', (request: IncomingMessage, response: ServerResponse) => this.#answer(request, response));
  }

  static async start(): Promise<Issuer> {
    const [operator, system, account] = [createOperator(), createAccount(), createAccount()];
    const nats = await startNatsServer({
      operator: {
        jwt: await encodeOperator('OP', operator, { system_account: system.getPublicKey() }),
        systemAccount: system.getPublicKey(),
        resolver: {
          type: 'full',
          preload: {
            [system.getPublicKey()]: await encodeAccount(
              'SYS',
              system,
              { limits: unlimited },
              {
                signer: operator,
              },
            ),
            [account.getPublicKey()]: await encodeAccount(
              'APP',
              account,
              { limits: { ...unlimited, ...jetstream } },
              { signer: operator },
            ),
          },
        },
      },
    });
    const user = createUser();
    const jwt = await encodeUser('sys', user, system, {});
    const connection = await connect({ servers: nats.url, authenticator: jwtAuthenticator(jwt, user.getSeed()) });
    const http = createServer();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    return new Issuer(nats, http, operator, account, connection);
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  /** The value of `SYMPHONY_ADDRESS`. The exchange uses plain HTTP. */
  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Creates a key and returns its token. */
  issue(spec: KeySpec): string {
    const token = formatToken({ host: `127.0.0.1:${this.port}`, keyId: spec.id, secret: `secret-of-${spec.id}` });
    this.#keys.set(token, { spec, user: createUser() });
    return token;
  }

  /** Changes the rights that a key gets at its next exchange. */
  edit(token: string, change: Partial<KeySpec>): void {
    const key = this.#keys.get(token);
    if (key) this.#keys.set(token, { ...key, spec: { ...key.spec, ...change } });
  }

  /** Refuses the token from now on. */
  refuse(token: string): void {
    this.#refused.add(token);
  }

  /** Makes the server cut connections whose JWT is older than now. It accepts a newer JWT for the same user. */
  async revokeIssued(token: string): Promise<void> {
    const key = this.#keys.get(token);
    if (!key) throw new Error('no such token');
    this.#revoked[key.user.getPublicKey()] = Math.floor(Date.now() / 1_000);
    const claims = { limits: { ...unlimited, ...jetstream }, revocations: this.#revoked };
    const jwt = await encodeAccount('APP', this.account, claims, { signer: this.operator });
    await this.system.request('$SYS.REQ.CLAIMS.UPDATE', jwt, { timeout: 5_000 });
  }

  /** A connection with all rights in the account. */
  async connectService(): Promise<NatsConnection> {
    const user = createUser();
    const jwt = await encodeUser('service', user, this.account, {});
    return connect({ servers: this.nats.url, authenticator: jwtAuthenticator(jwt, user.getSeed()) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.system.close();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
    await this.nats.stop();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    this.exchanges.set(token, (this.exchanges.get(token) ?? 0) + 1);
    const { status, body, headers } = this.scripted.shift() ?? this.#exchange(token);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body ?? {}));
  }

  #exchange(token: string): ExchangeAnswer {
    const key = this.#keys.get(token);
    if (!key || this.#refused.has(token)) return { status: 401, body: { error: 'this key has been revoked' } };
    return { status: 200, body: this.#credentials(key.spec, key.user) };
  }

  #credentials(spec: KeySpec, user: KeyPair): unknown {
    const { id, prefix, kind = prefix ? 'extension' : 'client', pub = ['>'], sub = ['>'] } = spec;
    return {
      id,
      name: `key ${id}`,
      kind,
      ...(prefix ? { prefix } : {}),
      instanceId: id,
      jwt: this.#sign(spec, user),
      seed: new TextDecoder().decode(user.getSeed()),
      servers: spec.servers ?? [this.nats.url],
      capabilities: { pub: { allow: pub }, sub: { allow: sub } },
      aFieldFromTheFuture: { ignored: true },
    };
  }

  /** The JWT is built by hand, because its `jti` must be the id of the key. */
  #sign({ id, pub, sub, lifeSeconds }: KeySpec, user: KeyPair): string {
    const now = Math.floor(Date.now() / 1_000);
    const nats = {
      type: 'user',
      version: 2,
      subs: -1,
      data: -1,
      payload: -1,
      pub: { allow: pub ?? ['>'] },
      sub: { allow: sub ?? ['>'] },
    };
    const times = lifeSeconds === undefined ? { iat: now } : { iat: now, exp: now + lifeSeconds };
    const claims = { jti: id, iss: this.account.getPublicKey(), sub: user.getPublicKey(), name: id, ...times, nats };
    const text = [{ typ: 'JWT', alg: 'ed25519-nkey' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${text}.${Buffer.from(this.account.sign(Buffer.from(text))).toString('base64url')}`;
  }
}
