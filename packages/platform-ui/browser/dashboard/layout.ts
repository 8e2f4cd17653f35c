/** The place of one widget on the dashboard, in columns and rows from the top left. */
export interface Tile {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export const COLUMNS = 12;
export const smallest = { w: 2, h: 2 } as const;
const largestHeight = 30;
const usual = { w: 4, h: 6 } as const;

const overlaps = (a: Tile, b: Tile): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** The tile moved inside the grid, with a usable size. */
export function fit({ id, x, y, w, h }: Tile): Tile {
  const width = clamp(Math.round(w), smallest.w, COLUMNS);
  return {
    id,
    x: clamp(Math.round(x), 0, COLUMNS - width),
    y: Math.max(0, Math.round(y)),
    w: width,
    h: clamp(Math.round(h), smallest.h, largestHeight),
  };
}

function lowest(tile: Tile, placed: readonly Tile[]): Tile {
  let y = 0;
  for (;;) {
    const at = { ...tile, y };
    const hit = placed.find((other) => overlaps(at, other));
    if (!hit) return at;
    y = hit.y + hit.h;
  }
}

const byPlace = (a: Tile, b: Tile): number => a.y - b.y || a.x - b.x;

/** Moves every tile up as far as possible without overlaps. */
export function compact(tiles: readonly Tile[]): Tile[] {
  const placed: Tile[] = [];
  for (const tile of tiles.map(fit).toSorted(byPlace)) placed.push(lowest(tile, placed));
  return placed;
}

/** Moves or resizes one tile. The others make room, and fill the gap that it leaves. */
export function change(tiles: readonly Tile[], changed: Tile): Tile[] {
  const pinned = fit(changed);
  const placed = [pinned];
  // The other tiles fill the gap first. A tile that moves below its neighbour then finds the neighbour above.
  for (const tile of compact(tiles.filter(({ id }) => id !== pinned.id))) {
    const hit = placed.find((other) => overlaps(tile, other));
    placed.push(hit ? { ...tile, y: nextFree(tile, placed) } : tile);
  }
  return compact(placed);
}

function nextFree(tile: Tile, placed: readonly Tile[]): number {
  let y = tile.y;
  for (;;) {
    const at = { ...tile, y };
    const hit = placed.find((other) => overlaps(at, other));
    if (!hit) return y;
    y = hit.y + hit.h;
  }
}

/** The tiles for `ids`: existing tiles keep their places, new ones get the first free places. */
export function arrange(tiles: readonly Tile[], ids: readonly string[]): Tile[] {
  const placed = compact(tiles.filter(({ id }) => ids.includes(id)));
  for (const id of ids) {
    if (!placed.some((tile) => tile.id === id)) placed.push(firstFree(id, placed));
  }
  return placed;
}

function firstFree(id: string, placed: readonly Tile[]): Tile {
  const places = Array.from({ length: COLUMNS / usual.w }, (_, column) =>
    lowest({ id, x: column * usual.w, y: 0, ...usual }, placed),
  );
  return places.toSorted(byPlace)[0] ?? { id, x: 0, y: 0, ...usual };
}
