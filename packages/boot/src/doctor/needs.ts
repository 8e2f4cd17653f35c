import {
  covers,
  eventSubjects,
  keyCapabilities,
  platformServices,
  serviceGroup,
  type KeyCapabilities,
} from '@symphony-ts/contract';
import type { ExtensionModel } from '@symphony-ts/extension/internal';

/** What an extension declares and a key does not hold, as `pub <subject>`; its own subjects come with its prefix. */
export function missingCapabilities(
  { prefix, capabilities }: Pick<ExtensionModel, 'prefix' | 'capabilities'>,
  granted: KeyCapabilities,
): readonly string[] {
  const declared = keyCapabilities(capabilities);
  const own = [serviceGroup(prefix), `${serviceGroup(prefix)}.>`, ...eventSubjects(prefix)];
  const missing = (list: 'pub' | 'sub', besides: readonly string[]): readonly string[] => {
    const held = [...granted[list].allow, ...own, ...besides];
    return declared[list].allow
      .filter((subject) => !held.some((pattern) => covers(pattern, subject)))
      .map((subject) => `${list} ${subject}`);
  };
  return [...missing('pub', Object.values(platformServices)), ...missing('sub', [])];
}
