import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Environment, readVariable } from './environment.js';

/**
 * Where credentials and their locks are kept: `$XDG_CONFIG_HOME/cirata`, by default `~/.config/cirata`. `undefined` for a
 * user without a home folder, such as a number that a container runs as.
 */
export function configFolder(env: Environment, home: () => string | undefined = homeFolder): string | undefined {
  const configured = readVariable(env, 'XDG_CONFIG_HOME');
  // A relative path is invalid by the XDG rules, and is to be ignored.
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
