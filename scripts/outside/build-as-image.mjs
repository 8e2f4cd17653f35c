// @ts-check
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Does the work of the first stage of a project's Dockerfile in a clean folder: copies the same files, and runs the commands.
 *
 * @param {string} project
 * @param {string} folder is created
 * @param {(args: readonly string[]) => Promise<unknown>} npm runs npm in `folder`
 */
export async function buildAsImage(project, folder, npm) {
  await mkdir(folder);
  const dockerfile = await readFile(join(project, 'Dockerfile'), 'utf8');
  const [, stage = ''] = dockerfile.split(/^FROM .*$/m);
  for (const [, instruction, rest = ''] of stage.matchAll(/^(COPY|RUN) (.+)$/gm)) {
    if (instruction === 'COPY') await copy(rest, project, folder);
    else for (const command of rest.split(' && ')) await npm(npmArguments(command));
  }
}

/** @param {string} command */
function npmArguments(command) {
  const [program, ...args] = command.split(' ');
  if (program !== 'npm') throw new Error(`the Dockerfile runs '${command}', and not npm`);
  return args;
}

/**
 * @param {string} rest such as `package*.json ./`
 * @param {string} from
 * @param {string} to
 */
async function copy(rest, from, to) {
  const [pattern = '', target = ''] = rest.split(' ');
  const name = new RegExp(`^${pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '.*')}$`);
  const found = (await readdir(from)).filter((entry) => name.test(entry));
  if (found.length === 0) throw new Error(`the Dockerfile copies ${pattern}, which is not there`);
  for (const entry of found)
    await cp(join(from, entry), join(to, target === './' ? entry : target), { recursive: true });
}
