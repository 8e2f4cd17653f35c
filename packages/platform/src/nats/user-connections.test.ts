import { UserConnections } from './user-connections.js';

const ownerOf = (user: string): string => user.slice(0, 1);
const at = (user: string, cid: number, server = 'S') => ({ server, cid, user });

describe('UserConnections', () => {
  it('it finds one too many, of all keys of an owner, on all servers', () => {
    const connections = new UserConnections(2, ownerOf);
    expect(connections.add(at('A1', 1))).toBe(false);
    expect(connections.add(at('A2', 1, 'T'))).toBe(false);
    expect(connections.add(at('B1', 2))).toBe(false);
    expect(connections.add(at('A1', 3))).toBe(true);
    connections.remove(at('A1', 3));
    connections.remove(at('A2', 1, 'T'));
    expect(connections.add(at('A1', 4))).toBe(false);
  });

  it('it counts one that is told of twice once', () => {
    const connections = new UserConnections(1, ownerOf);
    expect(connections.add(at('A1', 1))).toBe(false);
    expect(connections.add(at('A1', 1))).toBe(false);
  });

  it('it finds those of one user', () => {
    const connections = new UserConnections(3, ownerOf);
    for (const connection of [at('A1', 1), at('A2', 2), at('A1', 3, 'T')]) connections.add(connection);
    expect(connections.of('A1')).toEqual([at('A1', 1), at('A1', 3, 'T')]);
    expect(connections.of('C1')).toEqual([]);
  });

  it('it begins anew', () => {
    const connections = new UserConnections(1, ownerOf);
    connections.add(at('A1', 1));
    expect(connections.replace([at('A1', 2), at('A1', 3), at('B1', 4)])).toEqual([at('A1', 3)]);
  });
});
