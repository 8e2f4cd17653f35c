import { defineToken, Inject, Injectable } from '@symphony-ts/extension';

/** How deep the harbour is, in metres; injected by a token, since a number has no class. */
export const Depth = defineToken<number>('Depth');

@Injectable()
export class Tides {
  constructor(@Inject(Depth) readonly depth: number) {}

  /** Hours until high water, of a twelve-hour tide. */
  hoursLeft(now = new Date()): number {
    return 12 - (now.getUTCHours() % 12);
  }
}
