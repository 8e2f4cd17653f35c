import { connect } from 'node:net';
import type { NodeConnectionOptions } from '@nats-io/transport-node';

/** How long a server is listened to. One that wants nobody says so at once, behind its greeting. */
const LISTEN_MS = 1_000;
const DEFAULT_PORT = 4_222;

type Login = Pick<NodeConnectionOptions, 'authenticator'>;

/**
 * The reason that a server gives to whoever connects: the text of the `-ERR` behind its greeting, or behind the login. nats.js
 * drops it, and waits until time runs out. `undefined` if the server gives no reason or cannot be reached.
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

/** Says who connects, as nats.js does. Not where the server wants TLS: nothing secret is sent without it. */
function logIn(greeting: string, { authenticator }: Login, write: (line: string) => void): void {
  try {
    const { nonce, tls_required: wantsTls } = JSON.parse(greeting) as { nonce?: string; tls_required?: boolean };
    if (wantsTls === true) return;
    const auth = typeof authenticator === 'function' ? authenticator(nonce) : {};
    write(`CONNECT ${JSON.stringify({ ...auth, protocol: 1, verbose: false, pedantic: false })}\r\nPING\r\n`);
  } catch {
    // No greeting of NATS, or a login that fails by itself: there is nothing to learn.
  }
}
