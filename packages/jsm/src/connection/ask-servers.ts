import { errors, type NatsConnection } from '@nats-io/nats-core';

/** One server's answer to a question of the `$SYS` account: the server, and the data. */
export interface ServerAnswer<T> {
  readonly server: {
    readonly name: string;
    readonly id: string;
    readonly ver: string;
    readonly cluster?: string;
    readonly jetstream?: boolean;
  };
  readonly data: T;
}

/** After this long without another answer, the list counts as complete. */
const silenceMs = 400;

/**
 * The answers of all servers to `$SYS.REQ.<question>`. Users of other accounts get no answer; the error then names the
 * system account.
 */
export async function askServers<T>(
  nc: NatsConnection,
  question: string,
  { body = {}, timeoutMs }: { readonly body?: object; readonly timeoutMs: number },
): Promise<readonly ServerAnswer<T>[]> {
  const answers: ServerAnswer<T>[] = [];
  try {
    const replies = await nc.requestMany(`$SYS.REQ.${question}`, JSON.stringify(body), {
      strategy: 'stall',
      stall: silenceMs,
      maxWait: timeoutMs,
    });
    for await (const reply of replies) answers.push(read<T>(reply.string(), question));
  } catch (error) {
    if (!(error instanceof errors.NoRespondersError) && !isNoResponders(error)) throw error;
    throw new Error(
      `no server answers ${question} on this connection; connect as a user of the system account (--creds, --user, --context)`,
      {
        cause: error,
      },
    );
  }
  if (answers.length === 0)
    throw new Error(`no server answered ${question} in ${timeoutMs} ms; a larger --timeout may help`);
  return answers.sort((a, b) => (a.server.name < b.server.name ? -1 : 1));
}

const isNoResponders = (error: unknown): boolean => error instanceof errors.RequestError && error.isNoResponders();

/** Status messages of a server have `statsz`, all others have `data`. */
function read<T>(text: string, question: string): ServerAnswer<T> {
  const { server, data, statsz, error } = JSON.parse(text) as {
    readonly server: ServerAnswer<T>['server'];
    readonly data?: T;
    readonly statsz?: T;
    readonly error?: { readonly description?: string };
  };
  const found = data ?? statsz;
  if (found === undefined)
    throw new Error(`${server.name} refuses ${question}: ${error?.description ?? 'no reason given'}`);
  return { server, data: found };
}
