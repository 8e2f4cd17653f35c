import type { Permissions } from '@nats-io/jwt';
import { BROADCASTS, type KeyCapabilities, ROOT, serviceGroup } from '@symphony-ts/contract';
import { LOCAL_SERVICES } from '../operator/platform-subjects.js';
import { withAbandonment } from './abandonment.js';
import { isGivable } from './role-capabilities.js';
import { fewestSubjects } from './subject-cover.js';
import { telemetryPermissions } from './telemetry-access.js';

/** Whom the permissions are for. */
export interface UserProfile {
  readonly kind: 'extension' | 'client' | 'registration';
  readonly instanceId: string;
  /** The extension of an extension's key. */
  readonly prefix?: string;
  readonly capabilities: KeyCapabilities;
}

/** Replies of a service: within its own account, and to other accounts, where the server chooses the reply subject. */
const replies = ['_INBOX.>', '_R_.>'];
const everyone = ['$SYS.REQ.USER.INFO'];
/**
 * The JetStream requests of an account for its own streams and consumers. The account is the border, because permissions alone
 * cannot be one. The requests of servers and operators (`ACCOUNT`, `META`, `SERVER`, peers, leaders, templates) are left out.
 */
const streams = ['$JS.API.INFO', '$JS.API.STREAM.*', '$JS.API.STREAM.*.*', '$JS.API.STREAM.MSG.*.*'];
const consumers = ['$JS.API.CONSUMER.>'];
const storage = [...streams, ...consumers, '$JS.API.DIRECT.GET.>', '$JS.ACK.>', '$JS.FC.>', '$KV.>', '$O.>'];
const discovery = ['$SRV.>'];

/**
 * The subjects that no client may use, with any roles. All clients share one account. If one of them announced in the name of
 * an extension or of the platform, or listened where requests arrive, it would do so for all the others.
 */
const unfitForClients = {
  pub: ['extensions.>', 'events.>', `${ROOT}.symphony.>`, `${ROOT}.status.>`, '_INBOX.>', '_R_.>'],
  sub: [`${ROOT}.extensions.>`, `${ROOT}.services.>`, '_R_.>'],
} as const;

function publishable({ kind, prefix, capabilities }: UserProfile, telemetry: readonly string[]): string[] {
  const pub = kind === 'registration' ? capabilities.pub.allow : withAbandonment(capabilities);
  const granted = [...everyone, ...pub, ...telemetry];
  if (kind !== 'extension') return granted;
  const own = prefix === undefined ? [] : [`${serviceGroup(prefix)}.>`];
  return [...granted, ...replies, ...storage, ...discovery, LOCAL_SERVICES, ...own];
}

function subscribable({ kind, prefix, instanceId, capabilities }: UserProfile): string[] {
  const inbox = `_INBOX.${instanceId}.>`;
  if (kind === 'registration') return [inbox];
  const granted = [inbox, ...BROADCASTS, ...capabilities.sub.allow.filter(isGivable)];
  if (kind === 'client') return granted;
  const own = prefix === undefined ? [] : [`${serviceGroup(prefix)}.>`];
  return [...granted, ...discovery, ...own];
}

/**
 * The permissions of one user in its account. There is never an empty allow list, because the server would read it as
 * "everything". There is never `resp`, because a service could then publish anywhere.
 */
export function userPermissions(profile: UserProfile): Permissions {
  const { pub, sub } = unfitForClients;
  const isAmongOthers = profile.kind !== 'extension';
  // The imports of its account decide what an extension reaches of others.
  const telemetry = isAmongOthers ? telemetryPermissions(profile.capabilities.pub.allow) : { allow: [], deny: [] };
  return {
    pub: {
      allow: fewestSubjects(publishable(profile, telemetry.allow)),
      ...(isAmongOthers ? { deny: fewestSubjects([...pub, ...telemetry.deny]) } : {}),
    },
    sub: { allow: fewestSubjects(subscribable(profile)), ...(isAmongOthers ? { deny: [...sub] } : {}) },
  };
}
