import type { Peer } from '../../schemas/shapes/cluster.js';
import type { ClientInfo } from '../../schemas/shapes/connection-info.js';
import type { Received } from '../kinds/event.js';
import type { Block, Row } from '../text/detail.js';
import { duration, line } from '../text/values.js';

/** The client behind a JetStream event. */
export function clientBlock(client: Received<ClientInfo> | undefined): Block {
  const { user, acc, host, id, name, ver, lang } = client ?? {};
  const rows: Row[] = [
    ['User', user === undefined ? undefined : line`${user} Account: ${acc}`],
    ['Host', host],
    ['ID', id],
    ['Name', name],
    ['Library Version', line`${ver}  Language: ${lang ?? 'Unknown'}`],
  ];
  return { heading: 'Client', rows };
}

/** The client of a connection event, with the fields of its JWT. */
export function connectionBlock(client: Received<ClientInfo> | undefined): Block {
  const { id, user, name, acc, ver, lang, host, jwt, issuer_key, name_tag, tags, kind, client_type } = client ?? {};
  const identity: readonly Row[] = [
    ['Issuer Key', issuer_key],
    ['Name Tag', name_tag],
    ['Tags', tags],
  ];
  const rows: Row[] = [
    ['ID', id],
    ['User', user],
    ['Name', name],
    ['Account', acc ?? '-'],
    ['Library Version', line`${ver}  Language: ${lang ?? 'Unknown'}`],
    ['Host', host],
    ...(jwt === undefined ? [] : identity),
    ['Client Kind', kind],
    ['Client Type', client_type],
  ];
  return { heading: 'Client', rows };
}

/** One side of a measured request. */
export function partyBlock(heading: string, party: Received<ClientInfo> | undefined): Block {
  if (party === undefined || party === null) return { heading };
  const { acc, rtt, start, user, name, lang, ver, host, id, server } = party;
  const known: readonly Row[] = [
    ['Start', start],
    ['User', user],
    ['Name', name],
    ['Language', lang],
    ['Version', ver],
  ];
  const place: readonly Row[] = [
    ['Host', host],
    ['ID', id],
    ['Server', server],
  ];
  return {
    heading,
    rows: [
      ['Account', acc],
      ['RTT', duration(rtt ?? 0)],
      ...(user === undefined ? [] : known),
      ...(id === undefined ? [] : place),
    ],
  };
}

/** The servers of a RAFT group. */
export function replicasBlock(replicas: unknown): Block {
  const peers: readonly Received<Peer>[] = Array.isArray(replicas) ? replicas : [];
  return {
    heading: 'Replicas',
    rows: peers.flatMap((peer): Row[] => [
      ['Name', peer?.name],
      ['Current', peer?.current],
      ['Active', duration(peer?.active)],
    ]),
  };
}
