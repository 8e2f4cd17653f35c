import {
  fetchPlatform,
  type PlatformRequest,
  resolvePlatformAddress,
  tokenRefusal,
} from '@symphony-ts/client/internal';
import {
  AuthenticationError,
  ErrorReply,
  httpPaths,
  isSymphonyError,
  parseToken,
  RemoteError,
  SymphonyError,
} from '@symphony-ts/contract';
import { lookUpToken } from './look-up-token.js';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Environment = Readonly<Record<string, string | undefined>>;

/** The options about the platform and the caller. */
export interface AccessFlags {
  readonly token?: string;
  readonly address?: string;
}

/** The HTTP API of a platform, called with one token. */
export class PlatformApi {
  readonly #baseUrl: string;
  readonly #token: string;
  readonly #env: Environment;

  private constructor(baseUrl: string, token: string, env: Environment) {
    this.#baseUrl = baseUrl;
    this.#token = token;
    this.#env = env;
  }

  /**
   * Finds token and address. Without a token, a platform in development mode on this machine gives one.
   *
   * @throws `NO_TOKEN`, `INVALID_TOKEN`, `INVALID_CONFIGURATION`
   */
  static async open(flags: AccessFlags, env: Environment = process.env): Promise<PlatformApi> {
    const address = flags.address ?? env['SYMPHONY_ADDRESS'];
    try {
      const { token } = await lookUpToken({ explicit: flags.token, env });
      return new PlatformApi(resolvePlatformAddress(parseToken(token).host, address).baseUrl, token.trim(), env);
    } catch (error) {
      if (!isSymphonyError(error, 'NO_TOKEN') || !address?.trim()) throw error;
      const { baseUrl } = resolvePlatformAddress('', address);
      const signedIn = await PlatformApi.signIn(baseUrl, env);
      if (!signedIn) throw error;
      return signedIn;
    }
  }

  /** Signs in at a development platform on this machine; `undefined` if the platform asks for a login. */
  static async signIn(baseUrl: string, env: Environment = process.env): Promise<PlatformApi | undefined> {
    const token = await signInForDevelopment(baseUrl, env);
    return token === undefined ? undefined : new PlatformApi(baseUrl, token, env);
  }

  /**
   * Sends a request and returns the JSON of its answer. For a list, it reads all pages.
   *
   * @throws `AUTHENTICATION_FAILED` for a refused token; `REMOTE_ERROR` for a refused request;
   *   `CONNECTION_FAILED`, `INVALID_REPLY`
   */
  async request(method: Method, path: string, body?: unknown): Promise<unknown> {
    const headers = { authorization: `Bearer ${this.#token}`, ...(body === undefined ? {} : JSON_CONTENT) };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await send({ baseUrl: this.#baseUrl, path, method, headers, ...content }, this.#env);
    if (answer.status >= 200 && answer.status < 300) {
      const { body: page, next } = answer;
      if (next === undefined || !Array.isArray(page)) return page;
      const rest: unknown = await this.request(method, next);
      return [...page, ...(Array.isArray(rest) ? rest : [])];
    }
    throw refusal(answer, `${method} ${this.#baseUrl}${path}`, this.#baseUrl);
  }
}

const JSON_CONTENT = { 'content-type': 'application/json' };

interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Path of the next page of a list. */
  readonly next: string | undefined;
}

const NEXT_PAGE = /<(\/[^>]+)>; rel="next"/;

async function send(request: PlatformRequest, env: Environment): Promise<Answer> {
  const { status, headers, text } = await fetchPlatform(request, env);
  return { status, body: readJson(text), next: NEXT_PAGE.exec(headers.get('link') ?? '')?.[1] };
}

function readJson(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined; // the code that reads it next reports the missing part
  }
}

function refusal({ status, body }: Answer, subject: string, address: string): SymphonyError {
  const reply = ErrorReply.safeParse(body);
  if (!reply.success) {
    const reason = `HTTP ${status} without a reason; is it a Symphony platform?`;
    return new SymphonyError('INVALID_REPLY', { subject, reason });
  }
  const { error } = reply.data;
  if (status === 401) return new AuthenticationError({ address, reason: tokenRefusal(error) });
  return new RemoteError({ subject, status, description: error, details: body });
}

/** A token from a platform that signs in everybody on its machine; `undefined` from any other platform. */
async function signInForDevelopment(baseUrl: string, env: Environment): Promise<string | undefined> {
  const answer = await send({ baseUrl, path: httpPaths.signIn }, env);
  // There were too many sign-ins: the platform is in development mode, and its answer says when to try again.
  if (answer.status === 429) throw refusal(answer, `GET ${baseUrl}${httpPaths.signIn}`, baseUrl);
  const token: unknown = answer.status === 200 ? Reflect.get(Object(answer.body), 'token') : undefined;
  return typeof token === 'string' ? token : undefined;
}
