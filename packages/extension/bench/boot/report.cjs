// Loaded before the program under test: tells its parent what it has used, when asked and at its end.
const used = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() };
};
process.on('message', () => process.send(used()));
process.on('exit', () => process.connected && process.send(used()));
process.channel?.unref();
