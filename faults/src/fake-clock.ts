import { existsSync, writeFileSync } from 'node:fs';

/** Where Debian and Ubuntu put the library of their package `faketime`. */
const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((arch) => `/usr/lib/${arch}/faketime/libfaketime.so.1`);

/** The system clock of a process, which jumps when it is told to. Its monotonic clock is left alone, as by a real jump. */
export interface FakeClock {
  /** For the environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock to the real time and `hours` more; fewer for a number below 0. */
  jump(hours: number): void;
}

/** A clock that `file` controls; `undefined` where the machine has no libfaketime. */
export function createFakeClock(file: string): FakeClock | undefined {
  const library = places.find((place) => existsSync(place));
  if (library === undefined) return undefined;
  const jump = (hours: number): void => writeFileSync(file, `${hours < 0 ? '' : '+'}${hours}h`);
  jump(0);
  return {
    env: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
      // The one under the other name is what some releases read.
      DONT_FAKE_MONOTONIC: '1',
    },
    jump,
  };
}
