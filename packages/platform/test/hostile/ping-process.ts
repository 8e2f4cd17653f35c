import { setTimeout as pause } from 'node:timers/promises';

// A separate process. Otherwise the work of the test would look like slowness of the platform.
const url = process.argv[2] ?? '';
const EVERY_MS = 20;
let times: number[] = [];
process.on('message', () => {
  process.send?.(times);
  times = [];
});
process.on('disconnect', () => process.exit(0));
for (;;) {
  const sent = performance.now();
  await fetch(url).then((answer) => answer.arrayBuffer());
  times.push(performance.now() - sent);
  await pause(EVERY_MS);
}
