import { fileURLToPath } from 'node:url';

const FRAME = /^\s+at /;
const FOREIGN = /node:|[/\\]node_modules[/\\]|\(<anonymous>\)|\bnew Promise\b/;
/** The module loader. Frames below it belong to the command itself. */
const LOADER = /node:internal[/\\]modules/;
const THIS_PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

/** The lines of a stack in the author's own code. It omits Node, installed packages and this package. */
export function ownFrames(stack: string): readonly string[] {
  const frames = stack.split('\n').filter((line) => FRAME.test(line));
  const loader = frames.findIndex((line) => LOADER.test(line));
  const above = loader < 0 ? frames : frames.slice(0, loader);
  return above.filter((line) => !FOREIGN.test(line) && !line.includes(THIS_PACKAGE));
}
