import { ShellWorld } from './shell-world.js';
import { startWidgets } from './widgets-extension.js';
import type { WireExtension } from './wire-extension.js';

/** Provides one platform for the tests of a `describe`, with an extension that has a page and a widget of every type. */
export function useWidgetsWorld(): () => ShellWorld {
  let world: ShellWorld | undefined;
  let widgets: WireExtension | undefined;
  beforeAll(async () => {
    world = await ShellWorld.start();
    widgets = await startWidgets(world.platform);
  });
  afterAll(async () => {
    await widgets?.[Symbol.asyncDispose]();
    await world?.[Symbol.asyncDispose]();
  });
  return () => {
    if (!world) throw new Error('the platform runs from the first test on');
    return world;
  };
}
