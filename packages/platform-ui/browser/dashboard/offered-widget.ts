import type { ShellExtension, ShellWidget } from '../../src/wire/shell-extension.js';

/** A widget that some extension offers. */
export interface OfferedWidget {
  readonly id: string;
  readonly widget: ShellWidget;
  readonly extension: ShellExtension;
}

/** All widgets that these extensions offer. */
export const offeredBy = (extensions: readonly ShellExtension[]): OfferedWidget[] =>
  extensions.flatMap((extension) => extension.widgets.map((widget) => ({ id: widget.uri, widget, extension })));
