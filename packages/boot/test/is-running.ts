/** Whether a process with this id exists. An ended process that nobody has waited for counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
