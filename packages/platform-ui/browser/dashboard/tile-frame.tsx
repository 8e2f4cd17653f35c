import { type KeyboardEvent, type PointerEvent, type ReactElement, type RefObject, useId, useRef } from 'react';
import { HeadingLevel } from '../kit/heading-level.js';
import { Icon } from '../kit/icon.js';
import { Menu } from '../kit/menu.js';
import { ExtensionPage } from '../pages/extension-page.js';
import { COLUMNS, type Tile } from './layout.js';
import type { OfferedWidget } from './use-dashboard.js';
import { useNear } from './use-near.js';

interface TileProps {
  readonly tile: Tile;
  readonly offered: OfferedWidget;
  readonly grid: RefObject<HTMLDivElement | null>;
  /** Called while the tile is dragged, with the tile as it would be. */
  readonly onPreview: (tile: Tile) => void;
  readonly onSettle: (tile: Tile) => void;
  readonly onCancel: () => void;
  readonly onRemove: () => void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const moved = (tile: Tile, [dx, dy]: readonly [number, number]): Tile => ({ ...tile, x: tile.x + dx, y: tile.y + dy });
const resized = (tile: Tile, [dx, dy]: readonly [number, number]): Tile => ({
  ...tile,
  w: tile.w + dx,
  h: tile.h + dy,
});

/** One widget, with controls to move, resize and remove it by mouse, touch or keyboard. */
export function TileFrame(props: TileProps): ReactElement {
  const { tile, offered, onRemove, onSettle } = props;
  const { widget, extension } = offered;
  const id = useId();
  const [body, isNear] = useNear<HTMLDivElement>();
  const move = useDrag(props, moved);
  const resize = useDrag(props, resized);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = arrows[event.key];
    if (!step) return;
    event.preventDefault();
    // Moves down by its own height, past the neighbour below. In a compact grid, one row would change nothing.
    onSettle(event.shiftKey ? resized(tile, step) : moved(tile, step[1] > 0 ? [0, tile.h] : step));
  };
  const style = { gridColumn: `${tile.x + 1} / span ${tile.w}`, gridRow: `${tile.y + 1} / span ${tile.h}` };
  return (
    <section className="card tile" aria-labelledby={id} style={style} data-widget={offered.id}>
      <header className="tile__head" {...move}>
        <div>
          <h2 id={id}>{widget.title}</h2>
          {widget.notes !== undefined && <p>{widget.notes}</p>}
        </div>
        <button
          type="button"
          className="button button--plain button--icon tile__move"
          aria-label={`Move ${widget.title}: arrow keys move it, with Shift they resize it`}
          onKeyDown={onKeyDown}
        >
          <Icon name="move" size={16} />
        </button>
        <Menu
          label={`${widget.title}: options`}
          className="button button--plain button--icon"
          button={<Icon name="more" />}
        >
          <p>From {extension.name}</p>
          <hr />
          <button type="button" onClick={() => onSettle({ ...tile, w: COLUMNS, x: 0 })}>
            Full width
          </button>
          <button type="button" onClick={onRemove}>
            Remove from the dashboard
          </button>
        </Menu>
      </header>
      <div className="tile__body" tabIndex={0} role="group" aria-label={`${widget.title}, content`} ref={body}>
        <HeadingLevel.Provider value={3}>
          {isNear && <ExtensionPage extension={extension} uri={widget.uri} isWidget />}
        </HeadingLevel.Provider>
      </div>
      <span className="tile__corner" {...resize} aria-hidden="true" />
    </section>
  );
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly tile: Tile;
  last: Tile;
}

interface DragHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Follows the pointer, in whole cells of the grid. */
function useDrag(props: TileProps, change: (tile: Tile, by: readonly [number, number]) => Tile): DragHandlers {
  const { tile, grid, onPreview, onSettle, onCancel } = props;
  const drag = useRef<Drag>(undefined);
  return {
    onPointerDown(event) {
      if (event.button !== 0 || (event.target instanceof Element && event.target.closest('button, a, summary, .menu')))
        return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, tile, last: tile };
    },
    onPointerMove(event) {
      const from = drag.current;
      if (!from || !grid.current) return;
      const cell = cellOf(grid.current);
      const by = [(event.clientX - from.x) / cell.width, (event.clientY - from.y) / cell.height] as const;
      const next = change(from.tile, [Math.round(by[0]), Math.round(by[1])]);
      if (JSON.stringify(next) === JSON.stringify(from.last)) return;
      from.last = next;
      onPreview(next);
    },
    onPointerUp() {
      const from = drag.current;
      drag.current = undefined;
      if (from && from.last !== from.tile) onSettle(from.last);
    },
    onPointerCancel() {
      drag.current = undefined;
      onCancel();
    },
  };
}

/** The size of a cell with its gap, as the style sheet defines it. */
function cellOf(grid: HTMLElement): { readonly width: number; readonly height: number } {
  const { columnGap, rowGap, gridAutoRows } = getComputedStyle(grid);
  const gap = Number.parseFloat(columnGap) || 0;
  return {
    width: (grid.clientWidth + gap) / COLUMNS,
    height: Number.parseFloat(gridAutoRows) + (Number.parseFloat(rowGap) || 0),
  };
}
