import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { errorCode, withoutUndefined } from '@symphony-ts/contract';
import * as z from '@symphony-ts/contract/internal';

/** Tells one process from every other, also from a later one with the same number. */
export const ProcessId = z.onFirstUse(() =>
  z.object({
    host: z.string(),
    pid: z.number().int().positive(),
    /** Its start time, as the kernel counts it. Omitted if the system does not report it. */
    started: z.string().optional(),
  }),
);
export type ProcessId = z.infer<typeof ProcessId>;

export function thisProcess(): ProcessId {
  const started = startOf(process.pid);
  return { host: hostname(), pid: process.pid, ...withoutUndefined({ started }) };
}

/** Whether a process of this host still runs; `undefined` for another host, which cannot be known from here. */
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

/** The 22nd field of /proc/<pid>/stat; the second may hold spaces and brackets, so it is counted from behind those. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined; // not Linux, or the process has ended: only the number can be compared
  }
}
