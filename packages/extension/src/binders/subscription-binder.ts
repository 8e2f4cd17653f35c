import type { ExtensionModel } from '../model/extension-model.js';
import { type Binder, type BinderDeps, type Binding, drained } from './binding.js';
import { EventHandler } from './event-handler.js';

/** Binds every `@Subscribe` handler. */
export const subscriptionBinder: Binder = { name: 'draining subscriptions', bind: bindSubscriptions };

function bindSubscriptions({ subscriptions }: ExtensionModel, deps: BinderDeps): Binding {
  const bound = subscriptions.map((model) => {
    const { subject, queue } = model;
    const handler = new EventHandler(model, deps);
    const subscription = deps.nc.subscribe(subject, {
      ...(queue === false ? {} : { queue }),
      callback: (error, message) => {
        if (error) deps.logger.error(`${handler.member} receives no events`, { err: error, subject });
        else handler.take(message);
      },
    });
    return { handler, subscription };
  });
  return {
    async close() {
      await Promise.all(
        bound.map(async ({ handler, subscription }) => {
          await drained(subscription);
          handler.finish();
        }),
      );
    },
  };
}
