import { setTimeout as pause } from 'node:timers/promises';

// A process of its own: what a test does beside its pings would be taken for the platform's slowness.
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
