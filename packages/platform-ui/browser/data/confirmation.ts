import { createStore } from './store.js';

/** A request that waits until the person has confirmed who they are. */
export interface Confirmation {
  /** Continues the request, or cancels it. */
  readonly settle: (isConfirmed: boolean) => void;
}

/** The confirmation that the shell asks for; `undefined` if no request waits. */
export const confirmation = createStore<Confirmation | undefined>(undefined);

let asked: Promise<boolean> | undefined;

/** Asks the person to confirm who they are. Resolves to whether they did. Requests at the same time share one question. */
export function askToConfirm(): Promise<boolean> {
  asked ??= new Promise<boolean>((resolve) => confirmation.set({ settle: resolve })).finally(() => {
    asked = undefined;
    confirmation.set(undefined);
  });
  return asked;
}
