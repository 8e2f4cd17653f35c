import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode, withoutUndefined } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';

/** Identifies a process, and distinguishes it from a later one with the same id. */
export const ProcessId = z.onFirstUse(() =>
  z.object({
    host: z.string(),
    pid: z.number().int().positive(),
    /** Its start time in the kernel's units. Omitted if the system does not report it. */
    started: z.string().optional(),
  }),
);
export type ProcessId = z.infer<typeof ProcessId>;

export function thisProcess(): ProcessId {
  const started = startOf(process.pid);
  return { host: hostname(), pid: process.pid, ...withoutUndefined({ started }) };
}

/** Whether a process of this host still runs; `undefined` for another host, whose processes cannot be seen. */
export function isRunning({ host, pid, started }: ProcessId): boolean | undefined {
  if (host !== hostname()) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, under another user.
    if (errorCode(error) !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === undefined || now === undefined || started === now;
}

/** Field 22 of /proc/<pid>/stat. Field 2 may contain spaces and brackets, so the fields are counted after it. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined; // not Linux, or the process has ended: only the id can be compared
  }
}
