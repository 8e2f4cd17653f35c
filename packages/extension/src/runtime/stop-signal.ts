const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `stop` on the first `SIGINT` or `SIGTERM`; a second one ends the process as if nothing had listened. Returns the
 * function that takes the listeners away.
 *
 * The listeners stay until then: libraries that clean up on signals end the process where nobody else seems to listen.
 */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): () => void {
  let isStopping = false;
  const leave = (): void => {
    for (const signal of SIGNALS) process.off(signal, listener);
  };
  const listener = (signal: NodeJS.Signals): void => {
    if (isStopping) {
      leave();
      process.kill(process.pid, signal);
      return;
    }
    isStopping = true;
    stop(signal);
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return leave;
}
