import type { DecoratorKind } from './records.js';

/** How an author writes the decorator behind each kind of record. */
export const decoratorNames: { readonly [kind in DecoratorKind]: string } = {
  extension: '@Extension',
  'app-module': '@AppModule',
  injectable: '@Injectable',
  inject: '@Inject',
  capability: '@Capability',
  bucket: '@Bucket',
  endpoint: '@Endpoint',
  'instance-handler': '@InstanceHandler',
  rest: '@Rest',
  subscribe: '@Subscribe',
  command: '@OnCommand',
  start: '@OnStart',
  stop: '@OnStop',
  rebalance: '@OnRebalance',
  enforcement: '@OnEnforcement',
  resource: '@Resource',
  route: '@Route',
  menu: '@Menu',
  widget: '@Widget',
  help: '@Help',
};
