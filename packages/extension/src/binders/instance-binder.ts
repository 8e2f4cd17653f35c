import { instanceSubject, PEER_HANDLER, PermissionError, refusalHeaders, refusalText } from '@symphony-ts/contract';
import type { IncomingMessage } from '../invoke/message.js';
import type { EndpointModel, ExtensionModel } from '../model/extension-model.js';
import { readPeerMessage } from '../partitioner/peer-link.js';
import {
  type Binder,
  type BinderDeps,
  type Binding,
  drained,
  type InstanceBinding,
  type MessageHandler,
} from './binding.js';
import { createModelHandler } from './model-handler.js';
import { natsRespond } from './nats-respond.js';
import { endpointHandler } from './service-handler.js';

/**
 * Makes one subscription to everything below this instance's subject, as the other SDKs do. The rest of the subject selects the
 * handler. A name without an instance handler selects the endpoint of that name; otherwise the answer is 404 with the known
 * names.
 */
export const instanceBinder: Binder = { name: 'draining instance handlers', bind: bindInstanceHandlers };

function bindInstanceHandlers(model: ExtensionModel, deps: BinderDeps): InstanceBinding {
  const base = instanceSubject(model.prefix, deps.instanceId, '');
  const handlers = new Map<string, MessageHandler>();
  const add = (handler: EndpointModel): Binding => {
    const handle = createModelHandler(endpointHandler(handler), deps);
    handlers.set(handler.name, handle);
    return {
      close: () => {
        if (handlers.get(handler.name) === handle) handlers.delete(handler.name);
        return Promise.resolve();
      },
    };
  };
  for (const handler of model.instanceHandlers) add(handler);

  const respond = natsRespond(`instance ${deps.instanceId}`, deps.logger);
  const unknown = (message: IncomingMessage, name: string): void => {
    const known = [...handlers.keys()].sort();
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
        const answer = asked && deps.answerPeer(asked);
        if (answer) message.respond(JSON.stringify(answer));
        return;
      }
      // Callers may want an endpoint of this very instance (`?instance=`).
      const handle = handlers.get(name) ?? deps.bound.service?.find(name);
      if (handle) handle(message);
      else unknown(message, name);
    },
  });
  return (deps.bound.instances = { add, close: () => drained(subscription) });
}
