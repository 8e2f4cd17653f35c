/** The time since a moment in milliseconds: a lower and an upper bound. */
export interface Elapsed {
  readonly least: number;
  readonly most: number;
}

/**
 * Measures the time from now on with both clocks of the machine. The system clock may be set, and the monotonic clock stops while
 * the machine sleeps. If they differ, the caller uses the bound that does no harm.
 */
export function startStopwatch(): () => Elapsed {
  const [wall, steady] = [Date.now(), performance.now()];
  return () => {
    const [byWall, bySteady] = [Math.max(0, Date.now() - wall), performance.now() - steady];
    return { least: Math.min(byWall, bySteady), most: Math.max(byWall, bySteady) };
  };
}
