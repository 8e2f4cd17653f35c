import type { KeyService } from '../keys/key-service.js';
import { PeopleBook } from '../people/people-book.js';
import type { PlatformCore } from './core.js';

/** The people's side, with the roles of the options where there are none of their names yet. */
export async function openPeople({ state, options }: PlatformCore, keys: KeyService): Promise<PeopleBook> {
  for (const role of options.roles) await state.roles.update(role.name, (current) => current ?? role);
  return new PeopleBook({
    people: state.people,
    roles: state.roles,
    keys,
    audit: state.audit,
    sessionMs: options.sessionMs,
    now: Date.now,
  });
}
