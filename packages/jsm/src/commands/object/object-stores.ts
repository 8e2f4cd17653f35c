import type { Stream } from '@symphony-ts/jetstream-manager';
import { objectStream } from '@symphony-ts/jetstream-manager/internal';
import type { Command } from 'commander';
import {
  addSharedBucketFlags,
  readSharedBucketFlags,
  type SharedBucketFlags,
} from '../../input/shared-bucket-flags.js';
import { assertNoStream } from '../../running/assert-no-stream.js';
import { type AddCommand, confirm, withManager } from '../../running/command-context.js';
import { loadStore, streamOf } from './open-store.js';
import { printStore, showStore } from './show-store.js';

interface ForceFlags {
  readonly force?: boolean;
}

/** Creates, changes and seals object stores. */
export const addObjectStores: AddCommand = (group, context) => {
  const { io } = context;
  const show = (command: Command, stream: Stream): void => printStore(command, context, stream);

  const add = group.command('add').alias('new').description('create an object store').argument('<bucket>');
  addSharedBucketFlags(add).action(async (bucket: string, flags: SharedBucketFlags, command: Command) => {
    const settings = { ...objectStream({ bucket }), ...readSharedBucketFlags(flags) };
    const stream = await withManager(command, context, async (manager) => {
      const message = `an object store ${bucket} exists already; jsm object edit changes it`;
      await assertNoStream(manager, streamOf(bucket), message);
      return manager.streams.create(settings, {});
    });
    show(command, stream);
  });

  const edit = group.command('edit').description('change the settings of an object store').argument('<bucket>');
  addSharedBucketFlags(edit).action(async (bucket: string, flags: SharedBucketFlags, command: Command) => {
    const stream = await withManager(command, context, async (manager) =>
      (await loadStore(manager, bucket)).update(readSharedBucketFlags(flags)),
    );
    show(command, stream);
  });

  group
    .command('status')
    .description('show the settings and the size of an object store')
    .argument('<bucket>')
    .action(async (bucket: string, _flags: object, command: Command) => {
      await showStore(command, context, bucket);
    });

  group
    .command('seal')
    .description('make an object store read-only; this cannot be undone')
    .argument('<bucket>')
    .option('-f, --force', 'do it')
    .action(async (bucket: string, flags: ForceFlags, command: Command) => {
      confirm(flags.force, `seal the object store ${bucket}`);
      await withManager(command, context, async (manager) => (await loadStore(manager, bucket)).seal());
      io.out(`${bucket}: sealed`);
    });
};
