import { type NatsServer, startNatsServer } from '@symphony-ts/nats-server';
import { type Proxy, startProxy } from './proxy.js';

const SIZE = 3;
const NOWHERE = 'nats-route://127.0.0.1:1';

/** Servers whose routes go through proxies, so that one can be cut off from the others while its clients still reach it. */
export interface RoutedCluster extends AsyncDisposable {
  readonly servers: readonly [NatsServer, NatsServer, NatsServer];
  /** Cuts one server off. Data on its routes is lost, but the routes stay open, as when a switch fails. */
  cut(server: NatsServer): void;
  /** Joins the servers again. The routes of the server that was cut off are opened anew. */
  heal(server: NatsServer): void;
}

interface Route {
  readonly from: number;
  readonly to: number;
  readonly proxy: Proxy;
}

/** Starts a cluster of three. Its JetStream has no leader yet. */
export async function startRoutedCluster(): Promise<RoutedCluster> {
  const clusterPorts: number[] = [];
  const routes: Route[] = [];
  const servers: NatsServer[] = [];
  const stop = async (): Promise<void> => {
    for (const server of servers) await server.stop();
    for (const { proxy } of routes) await proxy[Symbol.asyncDispose]();
  };
  try {
    const indexes = Array.from({ length: SIZE }, (_, index) => index);
    for (const from of indexes) {
      for (const to of indexes.filter((index) => index !== from)) {
        routes.push({ from, to, proxy: await startProxy(() => clusterPorts[to] ?? 1) });
      }
    }
    for (const index of indexes) {
      const urls = routes.filter(({ from }) => from === index).map(({ proxy }) => proxy.url);
      const server = await startNatsServer({
        serverName: `node-${index + 1}`,
        cluster: { name: 'routed', routes: urls },
        // No server advertises an address without a proxy, and clients stay at their server.
        config: { cluster: { advertise: new URL(NOWHERE).host, no_advertise: true } },
      });
      servers.push(server);
      clusterPorts[index] = Number(new URL(server.clusterUrl ?? NOWHERE).port);
    }
    const [one, two, three] = servers;
    if (!one || !two || !three) throw new Error('three servers were started');
    const routesOf = (server: NatsServer): readonly Proxy[] => {
      const index = servers.indexOf(server);
      return routes.filter(({ from, to }) => from === index || to === index).map(({ proxy }) => proxy);
    };
    return {
      servers: [one, two, three],
      cut: (server) => {
        for (const proxy of routesOf(server)) proxy.cut();
      },
      heal: (server) => {
        for (const proxy of routesOf(server)) proxy.heal();
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
