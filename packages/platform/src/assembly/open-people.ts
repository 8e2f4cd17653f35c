import type { KeyService } from '../keys/key-service.js';
import { PeopleService } from '../people/people-service.js';
import type { PlatformCore } from './core.js';

/** The people's side, with the roles of the options where there are none of their names yet. */
export async function openPeople({ state, options }: PlatformCore, keys: KeyService): Promise<PeopleService> {
  for (const role of options.roles) await state.roles.update(role.name, (current) => current ?? role);
  return new PeopleService({
    people: state.people,
    roles: state.roles,
    keys,
    audit: state.audit,
    sessionMs: options.sessionMs,
    now: Date.now,
  });
}
