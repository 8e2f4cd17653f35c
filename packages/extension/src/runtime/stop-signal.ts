const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `stop` on the first `SIGINT` or `SIGTERM`. A second signal ends the process as if there were no listener. Returns the
 * function that removes the listeners.
 *
 * The listeners stay until then: libraries that clean up on signals end the process if they find no other listener.
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
