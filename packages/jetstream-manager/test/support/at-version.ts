import type { NatsConnection } from '@nats-io/nats-core';

/**
 * The connection, as if its server had another version than the answering one, as behind a leaf node or during the
 * upgrade of a cluster. `onRequest` gets each subject, and the API level that the request requires.
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
