import { readFileSync, readlinkSync } from 'node:fs';

/** A process, distinguished from an earlier one with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The kernel and the process namespace (of a container) in which `pid` is valid. Omitted if they are unknown. */
  readonly scope?: string;
  /** When it started, in ticks of that kernel. */
  readonly started?: string;
}

/** Identity of a process on this machine. Default: this process. */
export function identify(pid: number = process.pid): ProcessIdentity {
  const scope = ownScope();
  const started = startOf(pid);
  return { pid, ...(scope === undefined ? {} : { scope }), ...(started === undefined ? {} : { started }) };
}

/** Whether it runs. `undefined` if this process cannot know, because it may run in another container or on another machine. */
export function isRunning({ pid, scope, started }: ProcessIdentity): boolean | undefined {
  if (scope === undefined || started === undefined || scope !== ownScope()) return undefined;
  return startOf(pid) === started;
}

function ownScope(): string | undefined {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return undefined; // not Linux
  }
}

/** Field 22 of its `stat`; the name before it may hold blanks and brackets. A zombie has ended. */
function startOf(pid: number): string | undefined {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
