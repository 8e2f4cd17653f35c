import { useEffect, useRef, useState } from 'react';
import type { ShellExtension, ShellWidget } from '../../src/wire/shell-extension.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { arrange, type Tile } from './layout.js';

/** A widget that some extension offers. */
export interface OfferedWidget {
  readonly id: string;
  readonly widget: ShellWidget;
  readonly extension: ShellExtension;
}

/** All widgets that these extensions offer. */
export const offeredBy = (extensions: readonly ShellExtension[]): OfferedWidget[] =>
  extensions.flatMap((extension) => extension.widgets.map((widget) => ({ id: widget.uri, widget, extension })));

/** What a person has arranged. Absent widgets are kept: their extension may come back. */
interface Kept {
  readonly tiles: readonly Tile[];
  /** Widgets the person does not want to see. */
  readonly hidden: readonly string[];
}

/** A dashboard that is kept on the platform, for every browser of the person. */
export interface Dashboard {
  readonly tiles: readonly Tile[];
  readonly hidden: readonly string[];
  readonly setTiles: (tiles: readonly Tile[]) => void;
  readonly setHidden: (id: string, isHidden: boolean) => void;
  /** Why the last change was not kept. */
  readonly error: Error | undefined;
}

const PATH = `${uiPaths.preferences}dashboard`;
const SAVE_AFTER_MS = 400;
const nothing: Kept = { tiles: [], hidden: [] };

/** The person's dashboard of the widgets `ids`; `undefined` while it is loaded. */
export function useDashboard(ids: readonly string[]): Dashboard | undefined {
  const [kept, setKept] = useState<Kept>();
  const [error, setError] = useState<Error>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const controller = new AbortController();
    api<{ readonly value: Kept | null }>(PATH, { signal: controller.signal }).then(
      ({ value }) => setKept(value ?? nothing),
      // Without what was kept there is still a dashboard; only changes to it would overwrite what was kept.
      (thrown: Error) => controller.signal.aborted || (setError(thrown), setKept(nothing)),
    );
    return () => controller.abort();
  }, []);
  if (!kept) return undefined;
  const shown = ids.filter((id) => !kept.hidden.includes(id));
  const save = (next: Kept): void => {
    setKept(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      api(PATH, { method: 'PUT', body: { value: next } }).then(() => setError(undefined), setError);
    }, SAVE_AFTER_MS);
  };
  return {
    tiles: arrange(kept.tiles, shown),
    hidden: kept.hidden,
    error,
    setTiles: (tiles) => {
      const absent = kept.tiles.filter(({ id }) => !tiles.some((tile) => tile.id === id));
      save({ ...kept, tiles: [...tiles, ...absent] });
    },
    setHidden: (id, isHidden) => {
      const others = kept.hidden.filter((hidden) => hidden !== id);
      save({ ...kept, hidden: isHidden ? [...others, id] : others });
    },
  };
}
