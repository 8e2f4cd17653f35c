import { isAtLeast, parseServerVersion } from '../connection/server-version.js';
import type { StreamSettings } from '../streams/stream-config.js';
import { collide } from './subject-rules.js';

/** The settings of a stream that concern other streams of the account. */
export type Neighbour = Pick<StreamSettings, 'subjects' | 'sources' | 'mirror'>;

/** The streams of an account, by name. */
export type Neighbours = ReadonlyMap<string, Neighbour>;

/**
 * Why a server with these streams would refuse to create or change the stream `name`: its subjects overlap with those of
 * another stream, or it would copy its own messages. `undefined` if nothing is wrong.
 */
export function findNeighbourConflict(name: string, neighbours: Neighbours, serverVersion: string): string | undefined {
  return findOverlap(name, neighbours) ?? findCycle(name, neighbours, serverVersion);
}

function findOverlap(name: string, neighbours: Neighbours): string | undefined {
  const own = subjectsOf(name, neighbours.get(name)).map((subject) => ({ subject, literal: literalOf(subject) }));
  for (const [other, neighbour] of neighbours) {
    if (other === name) continue;
    for (const taken of subjectsOf(other, neighbour)) {
      const literal = literalOf(taken);
      // Most subjects differ in their first letters. Comparing these first is ten times as fast.
      const found = own.find(
        (each) =>
          (each.literal.startsWith(literal) || literal.startsWith(each.literal)) && collide(each.subject, taken),
      );
      if (found !== undefined) return `its subject ${found.subject} overlaps with ${taken} of ${other}`;
    }
  }
  return undefined;
}

/** The subject up to its first wildcard. */
function literalOf(subject: string): string {
  const at = subject.search(/[*>]/);
  return at === -1 ? subject : subject.slice(0, at);
}

/** A stream without subjects and origins has its name as its subject. */
function subjectsOf(name: string, neighbour: Neighbour = {}): readonly string[] {
  const { subjects = [], sources = [], mirror } = neighbour;
  return subjects.length === 0 && sources.length === 0 && !mirror ? [name] : subjects;
}

/**
 * Walks from the stream to its origins, as the server does. The server refuses a stream that it reaches twice, also if
 * there is no cycle: when a stream and its origin copy from the same third stream. A filter that none of the subjects match
 * makes it acceptable; servers before 2.10 do not look at filters.
 */
function findCycle(name: string, neighbours: Neighbours, serverVersion: string): string | undefined {
  const looksAtFilters = isAtLeast(parseServerVersion(serverVersion), [2, 10, 0]);
  const visited = new Set<string>();
  const toVisit: (readonly string[])[] = [[name]];
  for (let path = toVisit.shift(); path !== undefined; path = toVisit.shift()) {
    const current = path.at(-1) ?? name;
    visited.add(current);
    const { subjects = [], sources = [], mirror } = neighbours.get(current) ?? {};
    for (const origin of [...sources, ...(mirror ? [mirror] : [])]) {
      if (origin.external) continue;
      const next = [...path, origin.name];
      if (!visited.has(origin.name)) {
        if (neighbours.has(origin.name)) toVisit.push(next);
        continue;
      }
      const { filter_subject: filter } = origin;
      const isApart = looksAtFilters && origin !== mirror && filter && !subjects.some((each) => collide(each, filter));
      if (!isApart) return `it copies messages in a cycle, or twice: ${next.join(' from ')}`;
    }
  }
  return undefined;
}
