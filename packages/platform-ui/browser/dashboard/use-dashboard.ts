import { useRef, useState } from 'react';
import type { ShellExtension, ShellWidget } from '../../src/wire/shell-extension.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { type Query, useQuery } from '../data/use-query.js';
import { arrange, type Tile } from './layout.js';

/** A widget of an extension. */
export interface OfferedWidget {
  readonly id: string;
  readonly widget: ShellWidget;
  readonly extension: ShellExtension;
}

/** All widgets of these extensions. */
export const offeredBy = (extensions: readonly ShellExtension[]): OfferedWidget[] =>
  extensions.flatMap((extension) => extension.widgets.map((widget) => ({ id: widget.uri, widget, extension })));

/** The stored arrangement of a person. It keeps widgets of absent extensions, because those may come back. */
interface Kept {
  readonly tiles: readonly Tile[];
  /** Widgets that the person has hidden. */
  readonly hidden: readonly string[];
}

/** A dashboard. The platform stores it, so that it is the same in every browser of the person. */
export interface Dashboard {
  readonly tiles: readonly Tile[];
  readonly hidden: readonly string[];
  readonly setTiles: (tiles: readonly Tile[]) => void;
  readonly setHidden: (id: string, isHidden: boolean) => void;
  /** Why the last change could not be stored. */
  readonly error: Error | undefined;
  /** The loading of the stored dashboard. If it fails, changes are not stored, because they would overwrite it. */
  readonly loading: Pick<Query<unknown>, 'error' | 'reload'>;
}

const PATH = `${uiPaths.preferences}dashboard`;
const SAVE_AFTER_MS = 400;
const nothing: Kept = { tiles: [], hidden: [] };

/** The dashboard of the person with the widgets `ids`; `undefined` while it loads. */
export function useDashboard(ids: readonly string[]): Dashboard | undefined {
  const loading = useQuery('dashboard', async (signal) => {
    const { value } = await api<{ readonly value: Kept | null }>(PATH, { signal });
    return value ?? nothing;
  });
  const [changed, setChanged] = useState<Kept>();
  const [error, setError] = useState<Error>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (!loading.value && !loading.error) return undefined;
  const kept = changed ?? loading.value ?? nothing;
  const shown = ids.filter((id) => !kept.hidden.includes(id));
  const save = (next: Kept): void => {
    setChanged(next);
    clearTimeout(timer.current);
    if (!loading.value) return;
    timer.current = setTimeout(() => {
      api(PATH, { method: 'PUT', body: { value: next } }).then(() => setError(undefined), setError);
    }, SAVE_AFTER_MS);
  };
  return {
    tiles: arrange(kept.tiles, shown),
    hidden: kept.hidden,
    error,
    loading: {
      error: loading.error,
      // Changes in the meantime started from an empty dashboard. Storing them would overwrite the stored one.
      reload() {
        setChanged(undefined);
        loading.reload();
      },
    },
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
