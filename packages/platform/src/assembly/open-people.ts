import type { KeyService } from '../keys/key-service.js';
import { PeopleService } from '../people/people-service.js';
import type { PlatformCore } from './core.js';

/** Opens the records of people, and adds the roles of the options whose names do not exist yet. */
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
