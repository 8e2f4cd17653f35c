import { useCallback, useEffect, useState } from 'react';

/** What is known of something that is loaded. A value stays while it is loaded again. */
export interface Query<T> {
  readonly value: T | undefined;
  readonly error: Error | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/**
 * Loads something, and again whenever `key` changes. An answer that comes after the next question is dropped.
 *
 * @param load is given a signal that aborts when nobody waits any more
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
    // `load` is a new function in each render; the key says what it loads.
  }, [key, turn]);
  return { value: state.value, error: state.error, isLoading: state.isLoading, reload };
}
