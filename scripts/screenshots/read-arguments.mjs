// @ts-check
import { parseArgs } from 'node:util';
import { shots } from './shots.mjs';

const usage = `Usage: npm run screenshots -- [--check] [FOLDER] [NAME…]

Takes the pictures of the guides and writes them to FOLDER (docs/images).
NAMEs choose pictures by the beginning of their names: ${shots.map(({ name }) => name).join(', ')}.

  --check  writes nothing to FOLDER: compares its pictures with those of now, and exits with 1 where one differs
  --help   shows this text`;

/**
 * Reads the command line. Ends the process for `--help`, and with exit code 2 for unknown options.
 *
 * @param {readonly string[]} args
 */
export function readArguments(args) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { check: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
      allowPositionals: true,
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const [folder = 'docs/images', ...names] = positionals;
    for (const name of names) {
      if (!shots.some((shot) => shot.name.startsWith(name))) throw new Error(`no picture's name begins with '${name}'`);
    }
    const isWanted = (/** @type {string} */ shot) => names.length === 0 || names.some((name) => shot.startsWith(name));
    return { isCheck: values.check, folder, wanted: shots.filter(({ name }) => isWanted(name)) };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return process.exit(2);
  }
}
