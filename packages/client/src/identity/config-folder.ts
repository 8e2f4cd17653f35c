import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Environment, readVariable } from './environment.js';

/**
 * The folder of credentials and their locks: `$XDG_CONFIG_HOME/cirata`, by default `~/.config/cirata`. `undefined` for a user
 * without a home folder, such as an unnamed user of a container.
 */
export function configFolder(env: Environment, home: () => string | undefined = homeFolder): string | undefined {
  const configured = readVariable(env, 'XDG_CONFIG_HOME');
  // The XDG rules say that a relative path is invalid and ignored.
  if (configured !== undefined && isAbsolute(configured)) return join(configured, 'cirata');
  const folder = home();
  return folder === undefined ? undefined : join(folder, '.config', 'cirata');
}

function homeFolder(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined; // neither HOME nor an entry in /etc/passwd
  }
}
