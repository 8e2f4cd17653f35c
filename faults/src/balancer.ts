import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP balancer. It sends requests in turn to the servers whose `/api/v1/ready` reports that they are ready. */
export interface Balancer {
  readonly url: string;
  isReady(port: number): boolean;
  close(): void;
}

const ASK_MS = 200;

/** Starts a balancer in front of servers on this machine. It keeps connections, and repeats only requests that were not sent. */
export async function startBalancer(ports: readonly number[]): Promise<Balancer> {
  const ready = new Set<number>();
  const agents = new Map(ports.map((port) => [port, new Agent({ keepAlive: true, maxSockets: 64 })]));
  const ask = (port: number): void => {
    get({ host: '127.0.0.1', port, path: '/api/v1/ready' }, (reply) => {
      reply.resume();
      if (reply.statusCode === 200) ready.add(port);
      else ready.delete(port);
    }).on('error', () => ready.delete(port));
  };
  const asking = setInterval(() => ports.forEach(ask), ASK_MS);
  let turn = 0;

  const pass = (body: Buffer, from: IncomingMessage, to: ServerResponse): void => {
    const backends = [...ready];
    const port = backends[(turn += 1) % backends.length];
    if (port === undefined) return void to.writeHead(502).end('no backend is ready');
    const { method, url: path, headers } = from;
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: agents.get(port) }, (reply) => {
      to.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(to);
    });
    sent.on('error', (error) => {
      ready.delete(port);
      if ('code' in error && error.code === 'ECONNREFUSED') pass(body, from, to);
      else if (!to.headersSent) to.writeHead(502).end(error.message);
    });
    sent.end(body);
  };
  const server = createServer((from, to) => {
    const chunks: Buffer[] = [];
    from.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => pass(Buffer.concat(chunks), from, to));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    isReady: (backend) => ready.has(backend),
    close: () => {
      clearInterval(asking);
      for (const agent of agents.values()) agent.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}
