import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

const audienceOf = ({ aud }: Record<string, unknown>): string | string[] =>
  Array.isArray(aud) ? aud.map(String) : 'symphony';

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** The public parts of an OpenID provider on loopback, discovery and keys, and its signing key. */
export class IdentityProvider implements AsyncDisposable {
  readonly #server: Server;
  #keys: JWK[] = [];
  #signing: { id: string; key: SigningKey } | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const body = request.url?.startsWith('/.well-known')
        ? { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` }
        : { keys: this.#keys };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    });
  }

  static async start(): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const provider = new IdentityProvider(server);
    await provider.rotate();
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Signs with a new key from now on. The list no longer contains the old one. */
  async rotate(): Promise<void> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const id = `key-${Date.now()}-${this.#keys.length}`;
    this.#keys = [{ ...(await exportJWK(publicKey)), kid: id, alg: 'ES256' }];
    this.#signing = { id, key: privateKey };
  }

  token(
    claims: Record<string, unknown>,
    more: { audience?: string; issuer?: string; seconds?: number } = {},
  ): Promise<string> {
    if (!this.#signing) throw new Error('there is a key');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: this.#signing.id })
      .setIssuer(more.issuer ?? this.issuer)
      .setAudience(more.audience ?? audienceOf(claims))
      .setIssuedAt(typeof claims['iat'] === 'number' ? claims['iat'] : undefined)
      .setExpirationTime(Math.floor(Date.now() / 1000) + (more.seconds ?? 300))
      .sign(this.#signing.key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
