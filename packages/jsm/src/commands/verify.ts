import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatExactJson, type VerifiedBackup, verifyBackup } from '@symphony-ts/jetstream-manager';
import { bytes, grouped } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import { UsageError } from '../process/usage-error.js';
import { type AddCommand, isJson } from '../running/command-context.js';
import { addTargetFlags, openTarget } from '../stores/backup-target.js';
import { type ChoiceFlags, chooseBackups, withFetched } from '../stores/with-fetched.js';
import { errorText } from '../view/error-text.js';

/** `jsm verify DIRECTORY`: checks the backup of a stream or of an account, without a server. */
export const addVerify: AddCommand = (program, { io, finish }) => {
  const verify = program
    .command('verify')
    .description('read a whole backup and check it, without a server')
    .argument('<target>', 'a directory, or a store: s3://BUCKET/PREFIX, file:/PATH');
  addTargetFlags(verify)
    .option('--stream <name>', 'with a store: only this stream')
    .option('--backup <name>', 'with a store: this backup instead of the newest')
    .action(async (target: string, flags: ChoiceFlags, command: Command) => {
      const verified: VerifiedBackup[] = [];
      const failed: Record<string, string> = {};
      const store = openTarget(target, flags, io.env);
      const check = (name: string): Promise<VerifiedBackup> =>
        store === undefined
          ? verifyBackup(name)
          : withFetched({ store, name, flags }, (_, found) => Promise.resolve(found));
      for (const name of await (store === undefined ? findBackups(target) : chooseBackups(store, flags))) {
        try {
          verified.push(await check(name));
        } catch (error) {
          if (error instanceof UsageError) throw error;
          failed[name] = errorText(error);
        }
      }
      if (isJson(command)) io.out(formatExactJson({ verified, failed }, 2));
      else {
        for (const each of verified) io.out(format(each));
        for (const [path, message] of Object.entries(failed)) io.err(`${path}: ${message}`);
      }
      finish(Object.keys(failed).length > 0 ? 1 : 0);
    });
};

function format({ stream, bytes: size, messages, verifiedBy }: VerifiedBackup): string {
  const read = messages === undefined ? '' : `, ${grouped(messages)} messages`;
  return `${stream}: whole, ${bytes(size)}${read} (by its ${verifiedBy})`;
}

/** The directory itself if it holds a backup, otherwise its folders that hold one. */
async function findBackups(directory: string): Promise<readonly string[]> {
  const holds = async (path: string): Promise<boolean> => {
    const files = await readdir(path).catch(() => []);
    return files.some((file) => file === 'backup.json' || file.startsWith('stream.tar.s2'));
  };
  if (await holds(directory)) return [directory];
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && (await holds(path))) found.push(path);
  }
  if (found.length === 0) throw new UsageError(`${directory} holds no backup`);
  return found.sort();
}
