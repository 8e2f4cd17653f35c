import { eventSubjects, type KeyCapabilities, serviceGroup } from '@symphony-ts/contract';

/** What an extension's key has by being that extension's, whatever the roles of its owner; nothing without a prefix. */
export function ownCapabilities(prefix: string | undefined): KeyCapabilities {
  const allow =
    prefix === undefined ? [] : [serviceGroup(prefix), `${serviceGroup(prefix)}.>`, ...eventSubjects(prefix)];
  return { pub: { allow }, sub: { allow: [...allow] } };
}
