/** Moves the clock of the platform, which is in this process, ahead; the browser keeps its own. `undo()` puts it back. */
export function later(milliseconds: number): { readonly undo: () => void } {
  const now = Date.now.bind(Date);
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
  return { undo: () => spy.mockRestore() };
}
