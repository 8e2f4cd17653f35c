import {
  formatProblem,
  keyCapabilities,
  limits,
  type Manifest,
  platformServices,
  type RegistrationReply,
  RegistrationRequest,
  type ResourceUploadReply,
  SymphonyError,
} from '@symphony-ts/contract';
import { checkNamespace, type RouteOwner, routeOwner } from '../openapi/namespace-check.js';
import { checkCapabilities } from '../rights/capability-check.js';
import type { PlatformService } from '../services/platform-service.js';
import { beginStart, endFailedStart } from './extension-start.js';
import { readDocuments } from './read-documents.js';
import type { RegisterParts } from './register-parts.js';
import { registerVersion } from './register-version.js';
import { assertTexts, isUpload, takeUpload } from './take-upload.js';

/**
 * Accepts a manifest, and answers when everything that it declares exists. The same manifest changes nothing, so every instance
 * may send it, also after each reconnect. An instance that starts announces itself first, and is registered once it is up. So a
 * start that fails changes neither registry, nor routes, nor buckets.
 */
export const registerService = (parts: RegisterParts): PlatformService => ({
  name: 'registry.register',
  cost: 5,
  async handle({ caller, body, logger }): Promise<RegistrationReply | ResourceUploadReply> {
    if (isUpload(body)) return takeUpload(parts, caller, body);
    let owner: RouteOwner | undefined;
    const { manifest: given, start } = readRequest(caller, body, (route) => {
      owner ??= routeOwner(parts.table.values().map((registration) => registration.manifest));
      return owner(route);
    });
    await assertTexts(parts.texts, given);
    const manifest = await readDocuments(given, parts.documents);
    if (!start) return registerVersion(parts, manifest, logger);
    const { state, instanceId } = start;
    return state === 'begun' ? beginStart(parts, manifest, instanceId) : endFailedStart(parts, manifest, instanceId);
  },
});

/** Most problems in an answer. More of them would tell nothing new, and the answer has to fit into a message. */
const MOST_ISSUES = 50;

interface RegistrationBody {
  readonly manifest: Manifest;
  readonly start: RegistrationRequest['start'];
}

/** The manifest of `caller`. Throws an error that lists all its problems. */
function readRequest(caller: string, body: unknown, owner: RouteOwner): RegistrationBody {
  const parsed = RegistrationRequest.safeParse(body);
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, MOST_ISSUES)
      .map(({ path, message }) => ({ path: path.join('.').slice(0, limits.path), message }));
    throw new SymphonyError('INVALID_INPUT', { subject: platformServices.register, issues });
  }
  const { start, ...manifest } = parsed.data;
  const problems = [
    ...(manifest.prefix === caller ? [] : [`prefix '${manifest.prefix}': the API key belongs to '${caller}'`]),
    ...checkCapabilities(manifest.prefix, keyCapabilities(manifest.capabilities)).map(
      ({ subject, reason }) => `capability ${subject}: ${reason}`,
    ),
    ...checkNamespace(manifest, owner).map(formatProblem),
  ];
  if (problems.length === 0) return { manifest, start };
  const reason = problems.slice(0, MOST_ISSUES).join('; ');
  throw new SymphonyError('REGISTRATION_REFUSED', { prefix: manifest.prefix, reason });
}
