import { connect } from 'node:net';
import type { NodeConnectionOptions } from '@nats-io/transport-node';

/** How long to listen to a server. A server that refuses all clients says so directly after its greeting. */
const LISTEN_MS = 1_000;
const DEFAULT_PORT = 4_222;

type Login = Pick<NodeConnectionOptions, 'authenticator'>;

/**
 * The reason why a server refuses a client: the text of the `-ERR` after its greeting or after the login. nats.js drops it and
 * waits for its timeout. `undefined` if the server gives no reason or cannot be reached.
 */
export function readRefusal(server: string, login: Login = {}): Promise<string | undefined> {
  const { hostname, port } = new URL(server.includes('://') ? server : `nats://${server}`);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || DEFAULT_PORT });
  return new Promise((resolve) => {
    let text = '';
    let isGreeted = false;
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(/^-ERR '(.*)'/m.exec(text)?.[1]);
    };
    const timer = setTimeout(end, LISTEN_MS);
    socket.on('data', (data) => {
      text += data.toString('latin1');
      const greeting = /^INFO (.*)\r\n/.exec(text)?.[1];
      if (!isGreeted && greeting !== undefined) {
        isGreeted = true;
        logIn(greeting, login, (line) => socket.write(line));
      }
      if (/^(?:-ERR .*|PONG)\r\n/m.test(text)) end();
    });
    socket.once('error', end);
    socket.once('close', end);
  });
}

/** Sends the login like nats.js, but not if the server requires TLS, because secrets must not be sent without it. */
function logIn(greeting: string, { authenticator }: Login, write: (line: string) => void): void {
  try {
    const { nonce, tls_required: wantsTls } = JSON.parse(greeting) as { nonce?: string; tls_required?: boolean };
    if (wantsTls === true) return;
    const auth = typeof authenticator === 'function' ? authenticator(nonce) : {};
    write(`CONNECT ${JSON.stringify({ ...auth, protocol: 1, verbose: false, pedantic: false })}\r\nPING\r\n`);
  } catch {
    // Without a greeting, or if the login itself fails, there is nothing to learn.
  }
}
