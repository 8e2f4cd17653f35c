import {
  httpPaths,
  isSymphonyError,
  type KeyCapabilities,
  rights,
  SymphonyError,
  withoutUndefined,
} from '@symphony-ts/contract';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import type { AnswerTurns } from '../http/answer-turns.js';
import { callerOf } from '../http/bearer.js';
import type { AssertFresh } from '../http/fresh-sign-in.js';
import { GRANT_BODY_LIMIT, routeUrl } from '../http/http-server.js';
import { type ApiKey, summaryOf } from '../keys/api-key.js';
import { ChangeKeyBody, NewKeyBody } from '../keys/key-body.js';
import type { KeyService } from '../keys/key-service.js';
import type { AccessRules } from '../rights/access-rules.js';
import { grantWithin } from '../rights/key-grants.js';

const Id = z.object({ id: z.string() });
/** Long enough to try an operation out. */
const BRIEF_MS = 5 * 60_000;

type BriefKey = Pick<ApiKey, 'kind' | 'prefix' | 'capabilities'> & {
  readonly expires?: Date | string | null | undefined;
};

/** The parts that the routes of keys use. */
export interface KeyRouteParts {
  readonly keys: KeyService;
  readonly access: AccessRules;
  readonly assertFresh: AssertFresh;
  readonly turns: AnswerTurns;
}

/** The API keys of the caller; with the right `keysAdmin`, all keys. */
export function keyRoutes(app: FastifyInstance, { keys, access, assertFresh, turns }: KeyRouteParts): void {
  const isAdmin = (caller: ApiKey): boolean => access.holds(caller, rights.keysAdmin);
  const actorOf = (caller: ApiKey): string => caller.owner ?? caller.id;

  app.get(httpPaths.keys, async (request, reply) => {
    const { key: caller } = callerOf(request);
    return turns.sendPage(request, reply, () => ({
      all: isAdmin(caller) ? keys.list() : keys.list().filter((key) => mayActOn(key, caller)),
      idOf: ({ id }) => id,
      describe: summaryOf,
    }));
  });

  app.post(httpPaths.keys, { bodyLimit: GRANT_BODY_LIMIT }, async (request, reply) => {
    const { key: caller } = callerOf(request);
    access.assertHolds(caller, rights.keysCreate);
    const { kind, prefix, capabilities, ...rest } = NewKeyBody.parse(request.body);
    const asked = { kind, prefix, capabilities };
    const given = isAdmin(caller) ? capabilities : grantWithin(asked, access.capabilitiesOf(caller), defaultOf(asked));
    // A key that an administrator makes belongs to the platform's operator, so it may have any prefix.
    const owner = isAdmin(caller) ? undefined : actorOf(caller);
    const wanted = withoutUndefined({ ...rest, kind, prefix, owner, capabilities: given });
    if (!isBrief(wanted)) assertFresh(caller);
    const made = await keys.create(wanted, actorOf(caller)).catch(asInvalidRequest);
    return reply.code(201).header('Cache-Control', 'no-store').send(made);
  });

  app.put(routeUrl(httpPaths.key), { bodyLimit: GRANT_BODY_LIMIT }, async (request) => {
    const { key: caller } = callerOf(request);
    const { kind, prefix, id, session } = ownKey(Id.parse(request.params).id, caller);
    const change = ChangeKeyBody.parse(request.body);
    if (session && (change.expires !== undefined || change.capabilities !== undefined)) {
      throw new SymphonyError('INVALID_REQUEST', {
        reason: 'the end and the rights of a session come from its sign-in, and cannot be changed',
      });
    }
    assertFresh(caller);
    if (isAdmin(caller)) return summaryOf(await keys.change(id, change, actorOf(caller)));
    access.assertHolds(caller, rights.keysCreate);
    const asked = { kind, prefix, capabilities: change.capabilities ?? undefined };
    const given = grantWithin(asked, access.capabilitiesOf(caller), defaultOf(asked));
    // Without capabilities a key would have the default of its kind, which may be more than its owner has.
    const within =
      change.capabilities === null && kind !== 'registration' ? { ...change, capabilities: given } : change;
    return summaryOf(await keys.change(id, within, actorOf(caller)));
  });

  app.delete(routeUrl(httpPaths.key), async (request, reply) => {
    const { key: caller } = callerOf(request);
    const key = ownKey(Id.parse(request.params).id, caller);
    if (key.id !== caller.id && !isBrief(key)) assertFresh(caller);
    await keys.revoke(key.id, actorOf(caller));
    return reply.code(204).send();
  });

  /** A key that ends within minutes, and may not change keys, roles or accounts, gives no more rights than the session. */
  function isBrief({ kind, prefix, capabilities, expires }: BriefKey): boolean {
    if (kind !== 'client' || !expires || new Date(expires).getTime() - Date.now() > BRIEF_MS) return false;
    const holder = { kind, prefix, capabilities };
    return ![rights.keysCreate, rights.keysAdmin, rights.rolesAdmin].some((right) => access.holds(holder, right));
  }

  const defaultOf = (asked: { readonly kind: ApiKey['kind']; readonly prefix: string | undefined }): KeyCapabilities =>
    access.capabilitiesOf({ kind: asked.kind, prefix: asked.prefix });

  /**
   * A key may end itself. The other keys of a person may be changed by the person, who has signed in, and by keys that may
   * create keys. A key for a single endpoint may not change them.
   */
  function mayActOn(key: ApiKey, caller: ApiKey): boolean {
    if (key.id === caller.id) return true;
    return isSibling(key, caller) && (caller.session === true || access.holds(caller, rights.keysCreate));
  }

  /** A key that the caller may change. The key of another person is answered like one that does not exist. */
  function ownKey(id: string, caller: ApiKey): ApiKey {
    const key = keys.get(id);
    if (isAdmin(caller) || mayActOn(key, caller)) return key;
    throw new SymphonyError('API_KEY_NOT_FOUND', { id });
  }
}

/** What is an error of configuration for code is a wrong request over HTTP: 400, not 500. */
function asInvalidRequest(error: unknown): never {
  if (!isSymphonyError(error, 'INVALID_CONFIGURATION')) throw error;
  const { setting, reason } = error.params;
  throw new SymphonyError('INVALID_REQUEST', { reason: `${setting}: ${reason}` }, { cause: error });
}

const isSibling = (key: ApiKey, caller: ApiKey): boolean =>
  caller.kind === 'client' && caller.owner !== undefined && key.owner === caller.owner;
