import { ENFORCEMENT_BROADCAST } from '@symphony-ts/contract';
import { readEnforcement } from '../context/enforcement.js';
import { readBody } from '../invoke/body.js';
import type { ExtensionModel } from '../model/extension-model.js';
import { memberName } from '../model/extension-model.js';
import { type Binder, type BinderDeps, type Binding, drained } from './binding.js';

/** Calls every `@OnEnforcement` handler with each announced state. Without such a handler, it subscribes to nothing. */
export const enforcementBinder: Binder = { name: 'leaving enforcement', bind: bindEnforcement };

function bindEnforcement(model: ExtensionModel, deps: BinderDeps): Binding | undefined {
  const subject = ENFORCEMENT_BROADCAST;
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
          .catch((error: unknown) => deps.logger.error(`${member} failed`, { err: error }));
      }
    },
  });
  return { close: () => drained(subscription) };
}
