import { createContext, useContext } from 'react';
import type { ShellSession } from '../../src/wire/session.js';
import type { ShellExtension } from '../../src/wire/shell-extension.js';
import type { PersonConnection } from '../connect/person-connection.js';

/** What every part of the shell can use after the sign-in. */
export interface Shell {
  readonly session: ShellSession;
  readonly connection: PersonConnection;
  readonly extensions: readonly ShellExtension[];
  /** Whether the person holds a right, or a part of it if it has wildcards. The shell hides actions that would be refused. */
  readonly may: (right: string) => boolean;
  /** Sets the breadcrumbs of the open page, as labels by path. The function never changes. */
  readonly setTitle: (breadcrumbs: Readonly<Record<string, string>>) => void;
}

export const ShellContext = createContext<Shell | undefined>(undefined);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('useShell() is for parts of the shell that are drawn once somebody is signed in');
  return shell;
}
