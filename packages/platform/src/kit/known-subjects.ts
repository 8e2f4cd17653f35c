import { endpointSubject } from '@symphony-ts/contract';

/** Most endpoints that are remembered, and the longest name of one. Callers choose the names. */
const MOST_ENDPOINTS = 10_000;
const LONGEST_NAME = 100;
const known = new Map<string, Map<string, string>>();
let remembered = 0;

/**
 * The subject of an endpoint, as the same string for every request. A newly built string has no hash yet, so each map that
 * looks it up would read all of it.
 */
export function knownSubject(prefix: string, endpoint: string): string {
  const subject = known.get(prefix)?.get(endpoint);
  if (subject !== undefined) return subject;
  const made = endpointSubject(prefix, endpoint);
  if (endpoint.length > LONGEST_NAME || prefix.length > LONGEST_NAME) return made;
  if (remembered >= MOST_ENDPOINTS) forgetAll();
  remembered += 1;
  const endpoints = known.get(prefix) ?? new Map<string, string>();
  known.set(prefix, endpoints.set(endpoint, made));
  return made;
}

function forgetAll(): void {
  known.clear();
  remembered = 0;
}
