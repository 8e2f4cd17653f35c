import { InvalidTokenError } from './symphony-error.js';

/**
 * Tokens: `<host in base32>.<key id>.<secret>`. That the first segment is the host in base32 is documented
 * (development/symphony-address); separator, alphabet and the other segments are not. @inferred
 */
export interface Token {
  /** `host` or `host:port` of the platform that made the token, for HTTPS. */
  readonly host: string;
  /** Id of the API key, which is not a secret. */
  readonly keyId: string;
  /** The secret of the API key. */
  readonly secret: string;
}

const SEPARATOR = '.';
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?::(\d{1,5}))?$/;
const PART = /^[A-Za-z0-9_-]+$/;

/** Encodes bytes in base32 (RFC 4648) without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET.charAt((buffer << (5 - bits)) & 31) : text;
}

/** Decodes base32 (RFC 4648) in upper or lower case, with or without padding. Returns `undefined` for any other text. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const char of text.toUpperCase().replace(/=+$/, '')) {
    const value = ALPHABET.indexOf(char);
    if (value < 0) return undefined;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >>> bits) & 255);
      buffer &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** Formats a token: the host in base32, the key id and the secret, joined by a separator. `parseToken` reads it. */
export function formatToken(token: Token): string {
  return [encodeBase32(new TextEncoder().encode(token.host)), token.keyId, token.secret].join(SEPARATOR);
}

/**
 * Parses a token. White space around it is ignored.
 *
 * @throws `INVALID_TOKEN` when the text is not a token; the error does not contain the text
 */
export function parseToken(text: string): Token {
  const [hostPart, keyId, secret, ...rest] = text.trim().split(SEPARATOR);
  if (!hostPart || !keyId || !secret || rest.length > 0) {
    throw new InvalidTokenError({ reason: `it has ${text.trim() === '' ? 'no text' : 'not three parts'}` });
  }
  const bytes = decodeBase32(hostPart);
  const host = bytes && new TextDecoder().decode(bytes);
  const match = host ? HOST.exec(host) : null;
  if (!host || !match || Number(match[1] ?? 1) > 65_535 || Number(match[1] ?? 1) < 1) {
    throw new InvalidTokenError({ reason: 'its first part does not hold a host name' });
  }
  if (!PART.test(keyId) || !PART.test(secret))
    throw new InvalidTokenError({ reason: 'it holds characters no token has' });
  return { host, keyId, secret };
}
