import { arrange, COLUMNS, change, compact, fit, type Tile } from './layout.js';

const tile = (id: string, x: number, y: number, w = 4, h = 4): Tile => ({ id, x, y, w, h });
const place = (tiles: readonly Tile[]): string[] =>
  tiles.map(({ id, x, y, w, h }) => `${id} ${x},${y} ${w}x${h}`).toSorted();

describe('fit', () => {
  it.each([
    ['too far right', tile('a', 11, 0), tile('a', 8, 0)],
    ['before the first column', tile('a', -3, -1), tile('a', 0, 0)],
    ['wider than the grid', tile('a', 5, 0, 40, 4), tile('a', 0, 0, COLUMNS, 4)],
    ['too small', tile('a', 0, 0, 1, 0), tile('a', 0, 0, 2, 2)],
    ['between two columns', tile('a', 1.4, 2.6, 4.4, 4), tile('a', 1, 3, 4, 4)],
  ])('puts a tile that is %s into the grid', (_what, given, expected) => {
    expect(fit(given)).toEqual(expected);
  });
});

describe('compact', () => {
  it('moves every tile up, and none over another', () => {
    expect(place(compact([tile('a', 0, 5), tile('b', 0, 20), tile('c', 4, 3)]))).toEqual([
      'a 0,0 4x4',
      'b 0,4 4x4',
      'c 4,0 4x4',
    ]);
  });
});

describe('change', () => {
  const row = [tile('a', 0, 0), tile('b', 4, 0), tile('c', 8, 0)];
  it('makes room for the tile that moved', () => {
    expect(place(change(row, tile('a', 4, 0)))).toEqual(['a 4,0 4x4', 'b 4,4 4x4', 'c 8,0 4x4']);
  });
  it.each([
    ['down', tile('a', 0, 4)],
    ['up', tile('b', 0, 3)],
  ])('lets neighbours change places when one moves %s', (_direction, moved) => {
    expect(place(change([tile('a', 0, 0), tile('b', 0, 4)], moved))).toEqual(['a 0,4 4x4', 'b 0,0 4x4']);
  });
  it('lets a tile stay that moved less than its neighbour is high', () => {
    expect(place(change([tile('a', 0, 0), tile('b', 0, 4)], tile('a', 0, 2)))).toEqual(['a 0,0 4x4', 'b 0,4 4x4']);
  });
  it('makes room for the tile that grew', () => {
    expect(place(change(row, tile('a', 0, 0, 12, 4)))).toEqual(['a 0,0 12x4', 'b 4,4 4x4', 'c 8,4 4x4']);
  });
  it('never lets two tiles overlap', () => {
    let tiles = arrange([], ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    for (let step = 0; step < 200; step += 1) {
      const moved = tiles[step % tiles.length];
      if (!moved) throw new Error('there is no tile');
      tiles = change(tiles, {
        ...moved,
        x: (step * 7) % 13,
        y: (step * 5) % 11,
        w: 2 + ((step * 3) % 11),
        h: 2 + (step % 6),
      });
      const cells = tiles.flatMap(({ x, y, w, h }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
      );
      expect(new Set(cells).size).toBe(cells.length);
      expect(tiles).toHaveLength(7);
    }
  });
});

describe('arrange', () => {
  it('keeps what is there, drops what is gone, and finds a place for what is new', () => {
    expect(place(arrange([tile('a', 8, 0), tile('gone', 0, 0)], ['a', 'b', 'c', 'd']))).toEqual([
      'a 8,0 4x4',
      'b 0,0 4x6',
      'c 4,0 4x6',
      'd 8,4 4x6',
    ]);
  });
});
