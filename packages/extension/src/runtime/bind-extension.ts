import { ENFORCEMENT_BROADCAST, type Manifest } from '@symphony-ts/contract';
import type { BinderDeps } from '../binders/binding.js';
import type { InstanceBinderDeps } from '../binders/instance-binder.js';
import { bindAbandoned } from '../binders/abandoned-binder.js';
import { bindCommands } from '../binders/command-binder.js';
import { bindEnforcement } from '../binders/enforcement-binder.js';
import { bindInstanceHandlers } from '../binders/instance-binder.js';
import { bindService, type ServiceBinding } from '../binders/service-binder.js';
import { bindSubscriptions } from '../binders/subscription-binder.js';
import type { ExtensionModel } from '../model/extension-model.js';
import type { BoundServices } from './running-context.js';
import type { Shutdown } from './shutdown.js';

export interface BindExtensionOptions {
  readonly model: ExtensionModel;
  readonly deps: BinderDeps & Pick<InstanceBinderDeps, 'answerPeer'>;
  readonly manifest: Manifest;
  /** Learns how to take each binding away again. */
  readonly shutdown: Shutdown;
}

/** Attaches every handler of the model. The endpoints come last: what they may rely on is there before they answer. */
export async function bindExtension({ model, deps, manifest, shutdown }: BindExtensionOptions): Promise<BoundServices> {
  const subscriptions = bindSubscriptions(model.subscriptions, deps);
  shutdown.addRemote('draining subscriptions', () => subscriptions.close());
  const commands = bindCommands(model.prefix, model.commands, deps);
  shutdown.addRemote('draining commands', () => commands.close());
  const abandoned = bindAbandoned(model.prefix, deps);
  shutdown.addRemote('leaving abandoned requests', () => abandoned.close());
  const enforcement = bindEnforcement(model, ENFORCEMENT_BROADCAST, deps);
  shutdown.addRemote('leaving enforcement', () => enforcement?.close());
  let service: ServiceBinding | undefined;
  const instances = bindInstanceHandlers(model, { ...deps, endpoint: (name) => service?.find(name) });
  shutdown.addRemote('draining instance handlers', () => instances.close());
  const metadata = { ...manifest.services[0]?.metadata, instance_id: deps.instanceId };
  const bound = await bindService(model, { ...deps, metadata });
  shutdown.addRemote('draining endpoints', () => bound.close());
  service = bound;
  return { service: bound, instances };
}
