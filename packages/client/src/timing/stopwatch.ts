/** How many milliseconds ago something was: at least and at most. */
export interface Elapsed {
  readonly least: number;
  readonly most: number;
}

/**
 * Measures from now on, by both clocks of the machine. Somebody may set the clock on the wall, and the other one stands still
 * while the machine sleeps. Where they disagree, whoever asks takes the answer that does no harm.
 */
export function startStopwatch(): () => Elapsed {
  const [wall, steady] = [Date.now(), performance.now()];
  return () => {
    const [byWall, bySteady] = [Math.max(0, Date.now() - wall), performance.now() - steady];
    return { least: Math.min(byWall, bySteady), most: Math.max(byWall, bySteady) };
  };
}
