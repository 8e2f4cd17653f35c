import { processorTimeMs } from './processor-time.js';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('processorTimeMs', () => {
  onLinux('tells what a process has used', () => {
    const { user, system } = process.cpuUsage();
    const used = processorTimeMs(process.pid) ?? 0;
    // One tick of each is not yet counted.
    expect(used).toBeGreaterThanOrEqual((user + system) / 1_000 - 20);
    expect(used).toBeLessThan((user + system) / 1_000 + 60_000);
  });

  it.each([undefined, 2 ** 30])('knows nothing of process %p', (pid) => {
    expect(processorTimeMs(pid)).toBeUndefined();
  });
});
