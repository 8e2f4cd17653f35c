import { abandonedSubject } from '@symphony-ts/contract';
import type { ExtensionModel } from '../model/extension-model.js';
import { type Binder, type BinderDeps, type Binding, drained } from './binding.js';

/**
 * Ends requests whose callers have given up, such as an HTTP client that closed its connection. Every instance receives the
 * message.
 */
export const abandonedBinder: Binder = { name: 'leaving abandoned requests', bind: bindAbandoned };

function bindAbandoned({ prefix }: ExtensionModel, { nc, pendingRequests, logger }: BinderDeps): Binding {
  const subscription = nc.subscribe(abandonedSubject(prefix), {
    callback: (error, message) => {
      if (error)
        logger.warn('messages of callers that give up cannot be received; their requests run on until their deadline', {
          err: error,
        });
      else pendingRequests.abandon(message.string());
    },
  });
  return { close: () => drained(subscription) };
}
