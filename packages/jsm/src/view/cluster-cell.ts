/** What a report says of the servers behind a stream or consumer. */
interface Replicated {
  readonly leader?: string;
  readonly replicas?: readonly { readonly name: string; readonly current: boolean; readonly offline?: boolean }[];
}

/** The servers on one line: a star behind the leader, an exclamation mark behind one that is not up to date. */
export function formatServers(cluster: Replicated | undefined): string {
  if (cluster === undefined) return '';
  const replicas = (cluster.replicas ?? []).map(
    ({ name, current, offline }) => `${name}${offline || !current ? '!' : ''}`,
  );
  return [...(cluster.leader ? [`${cluster.leader}*`] : []), ...replicas].sort().join(', ');
}
