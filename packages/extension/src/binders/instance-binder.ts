import {
  PEER_HANDLER,
  PermissionError,
  instanceSubject,
  refusalHeaders,
  refusalText,
  type PeerMessage,
} from '@symphony-ts/contract';
import type { IncomingMessage } from '../invoke/message.js';
import type { EndpointModel, ExtensionModel } from '../model/extension-model.js';
import { drained, type BinderDeps, type Binding } from './binding.js';
import { serveHandler, type Take } from './handler-server.js';
import { natsRespond } from './nats-respond.js';
import { readPeerMessage } from '../partitioner/peer-link.js';
import { servedEndpoint } from './served.js';

export interface InstanceBinding extends Binding {
  /** Adds a handler; closing the result takes it away. */
  add(handler: EndpointModel): Binding;
}

export interface InstanceBinderDeps extends BinderDeps {
  /** An endpoint or REST operation by its name below the group: callers may want this very instance (`?instance=`). */
  readonly endpoint: (name: string) => Take | undefined;
  /** What this instance answers to another one of the extension. */
  readonly answerPeer?: ((message: PeerMessage) => unknown) | undefined;
}

/**
 * One subscription to everything below this instance's subject, as the other SDKs have it; what follows in the subject
 * picks the handler. A name nobody handles is that of an endpoint, or is answered 404 with the names there are.
 */
export function bindInstanceHandlers(model: ExtensionModel, deps: InstanceBinderDeps): InstanceBinding {
  const base = instanceSubject(model.prefix, deps.instanceId, '');
  const takers = new Map<string, Take>();
  const add = (handler: EndpointModel): Binding => {
    const take = serveHandler(servedEndpoint(handler), deps);
    takers.set(handler.name, take);
    return {
      close: () => {
        if (takers.get(handler.name) === take) takers.delete(handler.name);
        return Promise.resolve();
      },
    };
  };
  for (const handler of model.instanceHandlers) add(handler);

  const respond = natsRespond(`instance ${deps.instanceId}`, deps.logger);
  const unknown = (message: IncomingMessage, name: string): void => {
    const known = [...takers.keys()].sort();
    const refusal = {
      status: 404,
      body: { error: `no instance handler '${name}'; known: ${known.join(', ') || 'none'}`, code: 404 },
    };
    respond(message, refusalText(refusal), refusalHeaders(refusal));
  };

  const subscription = deps.nc.subscribe(`${base}>`, {
    callback: (error, message) => {
      if (error) {
        deps.logger.error('instance handlers are not reachable', {
          err: new PermissionError({ operation: 'subscribe', subject: `${base}>` }, { cause: error }),
        });
        return;
      }
      const name = message.subject.slice(base.length);
      if (name === PEER_HANDLER && deps.answerPeer) {
        const asked = readPeerMessage(message);
        if (asked) message.respond(JSON.stringify(deps.answerPeer(asked)));
        return;
      }
      const take = takers.get(name) ?? deps.endpoint(name);
      if (take) take(message);
      else unknown(message, name);
    },
  });
  return { add, close: () => drained(subscription) };
}
