import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { type Environment, readVariable } from './environment.js';

/** Where credentials and their locks are kept: `$XDG_CONFIG_HOME/cirata`, by default `~/.config/cirata`. */
export function configFolder(env: Environment, home: string = homedir()): string {
  const configured = readVariable(env, 'XDG_CONFIG_HOME');
  // A relative path is invalid by the XDG rules, and is to be ignored.
  const base = configured !== undefined && isAbsolute(configured) ? configured : join(home, '.config');
  return join(base, 'cirata');
}
