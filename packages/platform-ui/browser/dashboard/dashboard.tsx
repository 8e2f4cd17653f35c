import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { useShell } from '../context/shell-context.js';
import { Icon } from '../kit/icon.js';
import { Empty, Failure, Loading } from '../kit/states.js';
import { change, type Tile } from './layout.js';
import { TileFrame } from './tile-frame.js';
import { offeredBy, useDashboard } from './use-dashboard.js';
import { WidgetPicker } from './widget-picker.js';

/** The widgets that a person has chosen, at their places. */
export default function Dashboard(): ReactElement {
  const { extensions, setTitle } = useShell();
  const offered = useMemo(() => offeredBy(extensions), [extensions]);
  const dashboard = useDashboard(useMemo(() => offered.map(({ id }) => id), [offered]));
  const [isPicking, setPicking] = useState(false);
  const [preview, setPreview] = useState<readonly Tile[]>();
  const [said, setSaid] = useState('');
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => setTitle({ '/': 'Dashboard' }), [setTitle]);
  if (!dashboard) return <Loading />;
  const tiles = preview ?? dashboard.tiles;
  const settle = (tile: Tile): void => {
    const next = change(dashboard.tiles, tile);
    setPreview(undefined);
    dashboard.setTiles(next);
    const found = next.find(({ id }) => id === tile.id) ?? tile;
    setSaid(`Column ${found.x + 1}, row ${found.y + 1}; ${found.w} columns wide, ${found.h} rows high.`);
  };
  return (
    <>
      <div className="page-head">
        <div>
          <h1>Dashboard</h1>
        </div>
        {offered.length > 0 && (
          <button type="button" className="button" onClick={() => setPicking(true)}>
            <Icon name="plus" />
            Widgets
          </button>
        )}
      </div>
      {dashboard.loading.error && (
        <Failure
          title="Your arrangement could not be loaded. Until it is, changes are not kept."
          error={dashboard.loading.error}
          onRetry={dashboard.loading.reload}
        />
      )}
      {dashboard.error && <Failure title="The dashboard was not saved." error={dashboard.error} />}
      {offered.length === 0 && (
        <Empty title="No widgets yet">
          <p>Extensions bring widgets. As soon as one that you may use runs, its widgets appear here.</p>
        </Empty>
      )}
      {offered.length > 0 && tiles.length === 0 && (
        <Empty title="Your dashboard is empty">
          <p>Choose what you want to see here.</p>
          <button type="button" className="button button--primary" onClick={() => setPicking(true)}>
            Choose widgets
          </button>
        </Empty>
      )}
      <div className="dashboard" ref={grid}>
        {offered.map((choice) => {
          const tile = tiles.find(({ id }) => id === choice.id);
          if (!tile) return undefined;
          return (
            <TileFrame
              key={choice.id}
              tile={tile}
              offered={choice}
              grid={grid}
              onPreview={(next) => setPreview(change(dashboard.tiles, next))}
              onSettle={settle}
              onCancel={() => setPreview(undefined)}
              onRemove={() => dashboard.setHidden(choice.id, true)}
            />
          );
        })}
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {isPicking && <WidgetPicker offered={offered} dashboard={dashboard} onClose={() => setPicking(false)} />}
    </>
  );
}
