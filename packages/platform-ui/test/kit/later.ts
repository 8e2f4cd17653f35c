/** Sets the clock of the platform in this process ahead. The browser's clock does not change. `undo()` sets it back. */
export function later(milliseconds: number): { readonly undo: () => void } {
  const now = Date.now.bind(Date);
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds);
  return { undo: () => spy.mockRestore() };
}
