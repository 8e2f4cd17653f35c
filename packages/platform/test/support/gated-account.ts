import { connect, type NatsConnection } from '@nats-io/transport-node';
import { startNatsServer } from '@symphony-ts/nats-server';
import { accountJetStream } from '../../src/operator/platform-subjects.js';

/** How many requests have passed a gate. */
export interface Passed {
  readonly requests: number;
}

/** A server, a connection as the platform has one, and gates behind which it finds the JetStream of an account. */
export interface GatedAccount extends AsyncDisposable {
  readonly nc: NatsConnection;
  /** The connection on the other side of the gates. */
  readonly gate: NatsConnection;
  /** Opens the gate of `prefix`. Replies to the requests whose number `isLost` go nowhere, as when the account has changed. */
  open(prefix: string, isLost?: (request: number) => boolean): Promise<Passed>;
}

export async function startGatedAccount(): Promise<GatedAccount> {
  const server = await startNatsServer();
  const dial = (): Promise<NatsConnection> => connect({ servers: server.url, noAsyncTraces: true });
  const [nc, gate] = await Promise.all([dial(), dial()]);
  return {
    nc,
    gate,
    async open(prefix, isLost = () => false) {
      const api = accountJetStream(prefix);
      const passed = { requests: 0 };
      gate.subscribe(`${api}.>`, {
        callback: (_error, { subject, data, reply }) => {
          passed.requests += 1;
          const target = isLost(passed.requests) ? `_INBOX.lost.${passed.requests}` : reply;
          gate.publish(`$JS.API${subject.slice(api.length)}`, data, target === undefined ? {} : { reply: target });
        },
      });
      await gate.flush();
      return passed;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([nc.close(), gate.close()]);
      await server.stop();
    },
  };
}
