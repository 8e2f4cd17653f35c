import {
  limits,
  type Manifest,
  platformServices,
  ResourceUpload,
  type ResourceUploadReply,
  SymphonyError,
} from '@symphony-ts/contract';
import type { RegisterParts } from './register-parts.js';
import { namedTexts, type ResourceTexts } from './resource-texts.js';

/** Whether a request comes ahead of a manifest. */
export const isUpload = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && Object.hasOwn(body, 'upload');

/** Answers which texts are missing here, or stores a piece of one. */
export async function takeUpload(parts: RegisterParts, caller: string, body: unknown): Promise<ResourceUploadReply> {
  const parsed = ResourceUpload.safeParse(body);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({
      path: path.join('.').slice(0, limits.path),
      message,
    }));
    throw new SymphonyError('INVALID_INPUT', { subject: platformServices.register, issues });
  }
  const { prefix, upload } = parsed.data;
  if (prefix !== caller) {
    throw new SymphonyError('REGISTRATION_REFUSED', { prefix, reason: `the API key belongs to '${caller}'` });
  }
  if ('lacking' in upload) return { lacking: await parts.texts.lacking(prefix, upload.lacking) };
  await parts.texts.put(prefix, upload, namedTexts(parts.versions.declared(prefix)));
  return { lacking: [] };
}

/** Throws `REGISTRATION_REFUSED` if a text of the manifest is not here, or if all texts together exceed the limit. */
export async function assertTexts(texts: Pick<ResourceTexts, 'lacking' | 'fill'>, manifest: Manifest): Promise<void> {
  const { prefix, features } = manifest;
  const refuse = (reason: string): never => {
    throw new SymphonyError('REGISTRATION_REFUSED', { prefix, reason });
  };
  const named = features.resources.filter(({ sha256 }) => sha256 !== undefined);
  if (named.length === 0) return;
  const both = named.find(({ text }) => text !== '');
  if (both) refuse(`the resource '${both.uri}' has a text and the SHA-256 of one`);
  const lacking = new Set(await texts.lacking(prefix, [...namedTexts([manifest])]));
  const without = named.find(({ sha256 }) => sha256 !== undefined && lacking.has(sha256));
  if (without) refuse(`the text of the resource '${without.uri}' was not sent`);
  const filled = texts.fill(manifest).features.resources;
  const tooLong = filled.find(({ text }) => text.length > limits.resourceText);
  if (tooLong) refuse(`the resource '${tooLong.uri}' has more than ${limits.resourceText} characters`);
  const units = filled.reduce((sum, { text }) => sum + text.length, 0);
  if (units > limits.resourceTexts) refuse(`its resources have more than ${limits.resourceTexts} characters together`);
}
