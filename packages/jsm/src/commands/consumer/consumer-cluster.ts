import { type Command, Option } from 'commander';
import { type AddCommand, withManager } from '../../running/command-context.js';

/** Moves the leader of a consumer. */
export const addConsumerCluster: AddCommand = (group, context) => {
  const stepDown = (command: Command): void => {
    command
      .description("make the consumer's leader step down")
      .argument('<stream>')
      .argument('<consumer>')
      .option('--preferred <server>', 'name of the server that should lead (nats-server 2.11)')
      .addOption(new Option('-f, --force').hideHelp())
      .action(async (stream: string, name: string, { preferred }: { preferred?: string }, self: Command) => {
        await withManager(self, context, async (manager) =>
          (await manager.consumers(stream).load(name)).stepDown(preferred === undefined ? undefined : { preferred }),
        );
        context.io.out(`${stream} > ${name}: its leader steps down`);
      });
  };
  stepDown(group.command('step-down'));
  const cluster = group.command('cluster').alias('c').description('change the leader of a consumer');
  stepDown(cluster.command('step-down').aliases(['elect', 'down', 'd']));
};
