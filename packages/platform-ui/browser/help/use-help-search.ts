import { type FoundHelp, type HelpSearch, MOST_SEARCHED } from '../../src/wire/help.js';
import { uiPaths } from '../../src/wire/ui-paths.js';
import { api } from '../data/api.js';
import { useQuery } from '../data/use-query.js';

/** Fewer letters stand in almost every page. */
const LEAST_LETTERS = 2;
/** The platform is asked once nobody has typed for so long. */
const PAUSE_MS = 150;

/** The help pages that hold what was typed, as far as they are known. */
export interface FoundInHelp {
  readonly pages: readonly FoundHelp[];
  readonly isSearching: boolean;
  readonly error: Error | undefined;
  readonly reload: () => void;
}

/** Looks for words in the texts of all help pages. */
export function useHelpSearch(typed: string): FoundInHelp {
  const words = typed.trim().slice(0, MOST_SEARCHED);
  const { value, error, isLoading, reload } = useQuery(words, async (signal) => {
    if (words.length < LEAST_LETTERS) return { words, pages: [] };
    await pause(signal);
    const { pages } = await api<HelpSearch>(`${uiPaths.help}?words=${encodeURIComponent(words)}`, { signal });
    return { words, pages };
  });
  // What was found for other words is not an answer to these.
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
