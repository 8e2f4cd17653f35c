import type { NatsConnection } from '@nats-io/nats-core';

/**
 * The connection as it would be if it were at a server of another version than the one that answers: behind a leaf node, or
 * while a cluster is upgraded. `onRequest` sees each subject and the API level that the request asks for.
 */
export function atVersion(
  nc: NatsConnection,
  version: string,
  onRequest: (subject: string, level: string) => void = () => undefined,
): NatsConnection {
  return new Proxy<NatsConnection>(nc, {
    get(target, property) {
      if (property === 'info') return { ...target.info, version };
      if (property === 'request') {
        return (...[subject, body, options]: Parameters<NatsConnection['request']>) => {
          onRequest(subject, options?.headers?.get('Nats-Required-Api-Level') ?? '');
          return target.request(subject, body, options);
        };
      }
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
