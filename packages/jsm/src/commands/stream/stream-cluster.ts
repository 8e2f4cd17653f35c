import { type Command, Option } from 'commander';
import { type AddCommand, confirm, withManager } from '../../running/command-context.js';

/** Moves the leader and the replicas of a stream. */
export const addStreamCluster: AddCommand = (group, context) => {
  const { io } = context;
  const cluster = group.command('cluster').alias('c').description('change the leader and the replicas of a stream');
  cluster
    .command('step-down')
    .aliases(['stepdown', 'sd', 'elect', 'down', 'd'])
    .description("make the stream's leader step down")
    .argument('<stream>')
    .option('--preferred <server>', 'name of the server that should lead (nats-server 2.11)')
    .addOption(new Option('-f, --force').hideHelp())
    .action(async (name: string, { preferred }: { preferred?: string }, command: Command) => {
      await withManager(command, context, async (manager) =>
        (await manager.streams.load(name)).stepDown(preferred === undefined ? undefined : { preferred }),
      );
      io.out(`${name}: its leader steps down`);
    });
  cluster
    .command('peer-remove')
    .alias('pr')
    .description("remove a server from the stream's replicas")
    .argument('<stream>')
    .argument('<server>')
    .option('-f, --force', 'do it')
    .action(async (name: string, server: string, flags: { force?: boolean }, command: Command) => {
      confirm(flags.force, `remove ${server} from the replicas of ${name}`);
      await withManager(command, context, async (manager) => (await manager.streams.load(name)).removePeer(server));
      io.out(`${name}: ${server} is being removed`);
    });
};
