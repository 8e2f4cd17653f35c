import { httpPaths, rights } from '@symphony-ts/contract';
import type { PersonSummary } from '@symphony-ts/platform/internal';
import { useMemo } from 'react';
import { useShell } from '../../context/shell-context.js';
import { api } from '../../data/api.js';
import { useQuery } from '../../data/use-query.js';

/** Names of people by their ids. A person without the right to see people gets only their own name, and ids for others. */
export function useNames(): (person: string | undefined) => string {
  const { may, session } = useShell();
  const isAllowed = may(rights.rolesAdmin);
  const { value } = useQuery(`names ${isAllowed}`, async (signal) =>
    isAllowed ? api<PersonSummary[]>(httpPaths.people, { signal }) : [],
  );
  return useMemo(() => {
    const names = new Map((value ?? []).map(({ id, name }) => [id, name]));
    names.set(session.user.id, session.user.name);
    return (person) => (person === undefined || person === 'operator' ? 'The platform' : (names.get(person) ?? person));
  }, [value, session]);
}
