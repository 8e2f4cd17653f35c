import {
  capabilitySubjects,
  covers,
  eventSubjects,
  type KeyCapabilities,
  platformServices,
  serviceGroup,
} from '@symphony-ts/contract';
import type { ExtensionModel } from '@symphony-ts/extension/internal';

/**
 * The capabilities that an extension declares and a key does not have, as `pub <subject>`. A key always has its extension's own
 * subjects. A name can mean calls and events; one of them is enough.
 */
export function missingCapabilities(
  { prefix, capabilities }: Pick<ExtensionModel, 'prefix' | 'capabilities'>,
  granted: KeyCapabilities,
): readonly string[] {
  const own = [serviceGroup(prefix), `${serviceGroup(prefix)}.>`, ...eventSubjects(prefix)];
  const held = {
    pub: [...granted.pub.allow, ...own, ...Object.values(platformServices)],
    sub: [...granted.sub.allow, ...own],
  };
  const missing = capabilities
    .map(({ type, subject }) => ({ type, subjects: capabilitySubjects(subject) }))
    .filter(({ type, subjects }) => !subjects.some((subject) => held[type].some((pattern) => covers(pattern, subject))))
    // A call is a publish, and receiving events is a subscription.
    .map(({ type, subjects }) => `${type} ${subjects.at(type === 'pub' ? 0 : -1)}`);
  return [...new Set(missing)].sort();
}
