import { existsSync, writeFileSync } from 'node:fs';

/** The places of the library of the package `faketime` on Debian and Ubuntu. */
const places = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((arch) => `/usr/lib/${arch}/faketime/libfaketime.so.1`);

/** The system clock of a process, which a scenario can set. Its monotonic clock does not change, as in a real jump. */
export interface FakeClock {
  /** The environment variables for the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Sets the clock to the real time plus `hours`, which may be negative. */
  jump(hours: number): void;
}

/** A clock that `file` controls; `undefined` if this machine has no libfaketime. */
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
      // Some releases read the other variable.
      DONT_FAKE_MONOTONIC: '1',
    },
    jump,
  };
}
