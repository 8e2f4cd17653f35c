import { type ComponentType, createElement, lazy } from 'react';

/** The code of a part of the shell could not be loaded. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart';
  /** Makes the next drawing load the part again. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super(
      'Its code could not be loaded. Check your connection, and try again. If the platform was updated, reload the page.',
      {
        cause,
      },
    );
    this.forget = forget;
  }
}

/** A component whose code is loaded when it is drawn. Unlike with React's `lazy`, a failed load can be repeated. */
export function lazyPart<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): ComponentType<P> {
  const make = () =>
    lazy<ComponentType<P>>(() =>
      load().catch((error: unknown) => {
        throw new MissingPart(error, () => {
          part = make();
        });
      }),
    );
  let part: ComponentType<P> = make();
  return function LazyPart(props: P) {
    return createElement(part, props);
  };
}
