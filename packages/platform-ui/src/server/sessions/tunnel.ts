import type { IncomingMessage } from 'node:http';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { UiHost } from '@symphony-ts/platform';
import type { FastifyInstance } from 'fastify';
import { cookieName, readCookie } from '../http/session-cookie.js';
import type { Sandbox } from '../sandbox/sandbox.js';

const PATH = '/nats';
/** The headers of a WebSocket handshake. Nothing else of the request reaches NATS, in particular not the cookie. */
const PASSED = /^(?:upgrade|connection|sec-websocket-[\w-]+)$/;

/**
 * NATS on the platform's own port, so the shell has one origin, one certificate and one address. It is for people who have
 * signed in, from the shell's own page only. Their NATS credentials decide what they may do there.
 */
export function tunnelNats(app: FastifyInstance, host: UiHost, sandbox: Sandbox): void {
  const open = new Set<Duplex>();
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal = refusalOf(request);
    const target = host.websocket();
    if (refusal !== undefined || target === undefined) {
      refuse(socket, refusal ?? '503 Service Unavailable');
      return;
    }
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    pipe(new URL(target), request, socket, head);
  });
  // The server's own close() knows nothing of upgraded sockets, and would wait for them.
  app.addHook('preClose', async () => open.forEach((socket) => socket.destroy()));

  function refusalOf({ url, headers }: IncomingMessage): string | undefined {
    if (url?.split('?')[0] !== PATH || sandbox.isFor({ host: headers.host ?? '' })) return '404 Not Found';
    const origin = parseOrigin(headers.origin);
    if (origin === undefined || origin.host !== headers.host) return '403 Forbidden';
    const address = { protocol: origin.protocol.slice(0, -1), host: origin.host };
    try {
      host.session(readCookie(headers.cookie, cookieName(address)) ?? '');
      return undefined;
    } catch {
      return '401 Unauthorized';
    }
  }

  function pipe(target: URL, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { hostname } = target;
    const isSecure = target.protocol === 'wss:';
    const port = Number(target.port || (isSecure ? 443 : 80));
    const up = isSecure ? connectTls({ host: hostname, port, servername: hostname }) : connectTcp(port, hostname);
    const end = (): void => {
      up.destroy();
      socket.destroy();
    };
    up.once(isSecure ? 'secureConnect' : 'connect', () => {
      const passed = Object.entries(request.headers).filter(([name]) => PASSED.test(name));
      const lines = [
        `GET / HTTP/1.1`,
        `Host: ${target.host}`,
        ...passed.map(([name, value]) => `${name}: ${String(value)}`),
      ];
      up.write(`${lines.join('\r\n')}\r\n\r\n`);
      up.write(head);
      up.pipe(socket).pipe(up);
    });
    up.on('error', (error) => {
      host.logger.warn('the WebSocket listener of NATS cannot be reached', { err: error });
      end();
    });
    socket.on('error', end);
    up.on('close', end);
    socket.on('close', end);
  }
}

/**
 * Answers, and closes both directions once the answer is sent. If only this side ended, the client could keep the socket open
 * until it counts as idle.
 */
function refuse(socket: Duplex, status: string): void {
  // Node took its own listener off, so an error would end the process.
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

/** The page's origin. Its protocol is the one that the browser used, even if a proxy in front ends TLS. */
function parseOrigin(text: string | undefined): URL | undefined {
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
