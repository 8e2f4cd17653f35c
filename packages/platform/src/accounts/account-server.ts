import type { NatsConnection } from '@nats-io/nats-core';
import { SymphonyError, toError } from '@symphony-ts/contract';
import * as z from 'zod';

const PUSH_TIMEOUT_MS = 5_000;
/** Each has a time limit. If thousands were asked for at once, a busy server would not answer the last ones in time. */
const LOOKUPS_AT_ONCE = 32;
const Reply = z.object({
  data: z.object({ code: z.number().optional() }).optional(),
  error: z.object({ description: z.string().default('no reason given') }).optional(),
});
const ListReply = z.object({ data: z.array(z.string()).nullish() });
const Id = z.object({ jti: z.string() });

/** A signed account, and its name in errors. */
export interface SignedAccount {
  readonly name: string;
  readonly jwt: string;
}

/** The server's store of account JWTs, reached through the system account. */
export class AccountServer {
  readonly #system: NatsConnection;

  constructor(system: NatsConnection) {
    this.#system = system;
  }

  /** The largest message that the server accepts. */
  get maxBytes(): number {
    return this.#system.info?.max_payload ?? 2 ** 20;
  }

  /**
   * Sends an account to the server. It takes effect at once, on open connections as well. Throws `ACCOUNT_UPDATE_FAILED` if the
   * server refuses it or does not answer.
   */
  async push({ name, jwt }: SignedAccount): Promise<void> {
    let reply: z.infer<typeof Reply>;
    try {
      reply = Reply.parse(await this.#request('$SYS.REQ.CLAIMS.UPDATE', jwt));
    } catch (error) {
      throw new SymphonyError(
        'ACCOUNT_UPDATE_FAILED',
        { account: name, reason: toError(error).message },
        { cause: error },
      );
    }
    if (reply.data?.code === 200) return;
    const reason = reply.error?.description ?? `code ${reply.data?.code ?? 'missing'}`;
    throw new SymphonyError('ACCOUNT_UPDATE_FAILED', { account: name, reason });
  }

  /** The `jti` of each account the server holds, by public key. */
  async stored(): Promise<Map<string, string>> {
    const { data } = ListReply.parse(await this.#request('$SYS.REQ.CLAIMS.LIST', ''));
    const stored = new Map<string, string>();
    const left = (data ?? []).values();
    const lookUp = async (): Promise<void> => {
      for (const key of left) {
        const id = await this.#lookup(key);
        if (id !== undefined) stored.set(key, id);
      }
    };
    await Promise.all(Array.from({ length: LOOKUPS_AT_ONCE }, lookUp));
    return stored;
  }

  async #lookup(publicKey: string): Promise<string | undefined> {
    const subject = `$SYS.REQ.ACCOUNT.${publicKey}.CLAIMS.LOOKUP`;
    const jwt = (await this.#system.request(subject, '', { timeout: PUSH_TIMEOUT_MS })).string();
    const body = jwt.split('.')[1];
    return body === undefined ? undefined : Id.parse(JSON.parse(Buffer.from(body, 'base64url').toString())).jti;
  }

  async #request(subject: string, body: string): Promise<unknown> {
    return (await this.#system.request(subject, body, { timeout: PUSH_TIMEOUT_MS })).json();
  }
}
