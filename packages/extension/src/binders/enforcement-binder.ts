import { readBody } from '../invoke/body.js';
import type { ExtensionModel } from '../model/extension-model.js';
import { readEnforcement } from '../context/enforcement.js';
import { drained, memberName, type BinderDeps, type Binding } from './binding.js';

/** Calls every `@OnEnforcement` with each state that is broadcast. Nothing is subscribed where there is none. */
export function bindEnforcement(model: ExtensionModel, subject: string, deps: BinderDeps): Binding | undefined {
  const hooks = model.hooks.enforcement.map((hook) => ({ member: memberName(hook), run: deps.resolve(hook) }));
  if (hooks.length === 0) return undefined;
  const subscription = deps.nc.subscribe(subject, {
    callback: (error, message) => {
      if (error) {
        deps.logger.error('enforcement changes cannot be received', { err: error, subject });
        return;
      }
      const state = readEnforcement(readBody(message, 'json'), model.prefix);
      for (const { member, run } of hooks) {
        Promise.resolve()
          .then(() => run(state))
          .catch((err: unknown) => deps.logger.error(`${member} failed`, { err }));
      }
    },
  });
  return { close: () => drained(subscription) };
}
