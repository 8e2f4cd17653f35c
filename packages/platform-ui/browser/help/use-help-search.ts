import { type FoundHelp, type HelpSearch, MOST_SEARCHED } from '../../src/wire/help.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { useQuery } from '../data/use-query.js';

/** Almost every page contains shorter texts than this. */
const LEAST_LETTERS = 2;
/** How long nobody must type before the platform is asked. */
const PAUSE_MS = 150;

/** The help pages that contain the typed words. */
export interface FoundInHelp {
  readonly pages: readonly FoundHelp[];
  readonly isSearching: boolean;
  readonly error: Error | undefined;
  readonly reload: () => void;
}

/** Searches the texts of all help pages for words. */
export function useHelpSearch(typed: string): FoundInHelp {
  const words = typed.trim().slice(0, MOST_SEARCHED);
  const { value, error, isLoading, reload } = useQuery(words, async (signal) => {
    if (words.length < LEAST_LETTERS) return { words, pages: [] };
    await pause(signal);
    const { pages } = await api<HelpSearch>(`${uiPaths.help}?words=${encodeURIComponent(words)}`, { signal });
    return { words, pages };
  });
  // Results for other words do not count.
  const found = value?.words === words ? value : undefined;
  return { pages: found?.pages ?? [], isSearching: isLoading, error: found ? undefined : error, reload };
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
