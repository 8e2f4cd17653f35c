import { useCallback, useEffect, useState } from 'react';

/** The state of a loading. The last value stays while it is loaded again. */
export interface Query<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/**
 * Loads a value, and again whenever `key` changes. An outdated answer is dropped.
 *
 * @param load gets a signal that aborts when the answer is no longer needed
 */
export function useQuery<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Query<T> {
  const [state, setState] = useState<{ readonly value?: T; readonly error?: Error; readonly isLoading: boolean }>({
    isLoading: true,
  });
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((last) => last + 1), []);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState((last) => ({ ...last, isLoading: true }));
    load(signal).then(
      (value) => void (signal.aborted || setState({ value, isLoading: false })),
      (error: Error) => void (signal.aborted || setState((last) => ({ ...last, error, isLoading: false }))),
    );
    return () => controller.abort();
    // `load` is a new function in each render. `key` identifies what it loads.
  }, [key, turn]);
  return { value: state.value, error: state.error, isLoading: state.isLoading, reload };
}
