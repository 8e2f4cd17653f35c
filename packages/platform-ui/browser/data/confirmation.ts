import { createStore } from './store.js';

/** A request waits until the person has shown again who they are. */
export interface Confirmation {
  /** Goes on with the request, or gives it up. */
  readonly settle: (isConfirmed: boolean) => void;
}

/** What the shell asks for now; `undefined` while nothing waits. */
export const confirmation = createStore<Confirmation | undefined>(undefined);

let asked: Promise<boolean> | undefined;

/** Asks the person to show again who they are; gives whether they did. Requests that wait at the same time ask once. */
export function askToConfirm(): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => confirmation.set({ settle: resolve })).finally(() => {
    asked = undefined;
    confirmation.set(undefined);
  });
  return asked;
}
