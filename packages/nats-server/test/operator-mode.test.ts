import { jetstreamManager } from '@nats-io/jetstream';
import {
  type Account,
  createAccount,
  createOperator,
  createUser,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
} from '@nats-io/jwt';
import type { KeyPair } from '@nats-io/nkeys';
import { connect, credsAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { type NatsServer, startNatsServer } from '../src/index.js';

const unlimited = { subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 };
const withJetStream: Partial<Account> = {
  limits: { ...unlimited, mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 },
};

describe('operator mode', () => {
  const operator = createOperator();
  const system = createAccount();
  const preloaded = createAccount();
  const added = createAccount();
  let server: NatsServer;

  beforeAll(async () => {
    const account = (name: string, key: KeyPair, body: Partial<Account>) =>
      encodeAccount(name, key, body, { signer: operator });
    server = await startNatsServer({
      operator: {
        jwt: await encodeOperator('OP', operator, { system_account: system.getPublicKey() }),
        systemAccount: system.getPublicKey(),
        resolver: {
          type: 'full',
          allowDelete: true,
          preload: {
            [system.getPublicKey()]: await account('SYS', system, { limits: unlimited }),
            [preloaded.getPublicKey()]: await account('PRELOADED', preloaded, withJetStream),
          },
        },
      },
    });
  });
  afterAll(() => server.stop());

  const connectAs = async (account: KeyPair): Promise<NatsConnection> => {
    const user = createUser();
    const creds = fmtCreds(await encodeUser('user', user, account), user);
    return connect({ servers: server.url, authenticator: credsAuthenticator(creds), reconnect: false });
  };

  it('lets users of a preloaded account in, and nobody else', async () => {
    const nc = await connectAs(preloaded);
    expect((await (await jetstreamManager(nc)).getAccountInfo()).streams).toBe(0);
    await nc.close();
    await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/authorization violation/i);
    await expect(connectAs(added)).rejects.toThrow(/authorization violation/i);
  });

  it('takes a new account while it runs, and knows it after a restart', async () => {
    const jwt = await encodeAccount('ADDED', added, withJetStream, { signer: operator });
    const sys = await connectAs(system);
    const reply = (await sys.request('$SYS.REQ.CLAIMS.UPDATE', jwt)).json<{ data?: { code: number } }>();
    expect(reply.data?.code).toBe(200);
    await sys.close();
    await (await connectAs(added)).close();
    await server.kill();
    await server.restart();
    const nc = await connectAs(added);
    await (await jetstreamManager(nc)).streams.add({ name: 'EVENTS', subjects: ['events.>'] });
    await nc.close();
  });
});
