import { connect } from 'node:net';

/** How long a server is listened to. One that wants nobody says so at once, behind its greeting. */
const LISTEN_MS = 1_000;
const DEFAULT_PORT = 4_222;

/**
 * The reason that a server gives to everybody who connects: the text of the `-ERR` behind its greeting, before anything was
 * sent. nats.js drops it, and waits until time runs out. `undefined` where the server gives no reason or cannot be reached.
 */
export function readRefusal(server: string): Promise<string | undefined> {
  const { hostname, port } = new URL(server.includes('://') ? server : `nats://${server}`);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) || DEFAULT_PORT });
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(/^-ERR '(.*)'/m.exec(text)?.[1]);
    };
    const timer = setTimeout(end, LISTEN_MS);
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.once('error', end);
    socket.once('close', end);
  });
}
