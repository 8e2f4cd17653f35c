/** Lets the driver read how much processor time this process has used, in microseconds. */
export function reportCpu(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.('ready');
}
