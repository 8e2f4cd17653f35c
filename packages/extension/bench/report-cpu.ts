/** Reports the processor time of this process to the driver, in microseconds. */
export function reportCpu(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.send?.('ready');
}
