import { fork } from 'node:child_process';
import { join } from 'node:path';

/** Additional arguments of Node for the programs, such as `--cpu-prof`. */
const more = (process.env.BENCH_NODE_ARGS ?? '').split(' ').filter((arg) => arg !== '');

/** Starts a program of this folder. Resolves to its first message, with `ask` for requests, and `stop`. */
export async function startProcess(file, ...args) {
  const execArgv = [...process.execArgv, ...more];
  const child = fork(join(import.meta.dirname, file), args, { execArgv });
  const waiting = new Map();
  const ready = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} did not start: exit code ${code}`)));
    child.once('message', resolve);
  });
  child.on('message', ({ n, answer, error }) => {
    const { resolve, reject } = waiting.get(n);
    waiting.delete(n);
    if (error === undefined) resolve(answer);
    else reject(new Error(error));
  });
  let asked = 0;
  const ask = (deed, of) =>
    new Promise((resolve, reject) => {
      // If it was stopped because something else failed, that failure must be shown.
      if (!child.connected) return reject(new Error(`${file} was stopped`));
      asked += 1;
      waiting.set(asked, { resolve, reject });
      child.send({ n: asked, deed, of });
    });
  const stop = async () => {
    // Stopped already; what came after it failed, and that must be shown.
    if (!child.connected) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    await ended;
  };
  return { ...ready, pid: child.pid, ask, stop };
}
