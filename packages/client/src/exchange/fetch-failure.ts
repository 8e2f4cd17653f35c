/** Explanations of failed TLS and network operations, by code, for the person who has to fix the cause. */
const explanations: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name is not known here',
  EAI_AGAIN: 'the host name cannot be resolved just now',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to its network',
  ETIMEDOUT: 'the host did not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the host did not answer',
  UND_ERR_SOCKET: 'the connection was cut before an answer',
  EPROTO: 'TLS could not be agreed on; if the server speaks plain HTTP, SYMPHONY_ADDRESS needs an http:// URL',
  ERR_SSL_WRONG_VERSION_NUMBER:
    'the server does not speak TLS there; SYMPHONY_ADDRESS needs an http:// URL, or another port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'the server does not speak TLS there; SYMPHONY_ADDRESS needs an http:// URL, or another port',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; compare the clocks',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; name its authority in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority; name that in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its certificate comes from an unknown authority; name that in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority; name that in NODE_EXTRA_CA_CERTS',
};

interface Cause {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly cert?: { readonly subjectaltname?: unknown };
}

/** The same for a connection to a NATS server, whose address does not come from a token. */
const natsExplanations: Readonly<Record<string, string>> = {
  ...explanations,
  EPROTO: 'TLS could not be agreed on',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not begin with TLS; omit TLS first, or name another port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server does not begin with TLS; omit TLS first, or name another port',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server wants a client certificate',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'the server wants a client certificate',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed; name its authority as ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate comes from an unknown authority; name that as ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate comes from an unknown authority; name that as ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate comes from an unknown authority; name that as ca',
};

/** Why a NATS server could not be reached, in a sentence. */
export const explainNatsFailure = (error: unknown): string => explain(error, natsExplanations, 'the address');

/**
 * Why a network operation failed, in one sentence. It uses the innermost cause with a known code, otherwise the innermost
 * cause.
 */
export const explainFailure = (error: unknown): string => explain(error, explanations, 'SYMPHONY_ADDRESS');

function explain(error: unknown, known: Readonly<Record<string, string>>, setting: string): string {
  const cause = rootCause(error);
  const code = typeof cause.code === 'string' ? cause.code : undefined;
  const text = typeof cause.message === 'string' && cause.message !== '' ? cause.message : String(code ?? error);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return explainName(cause, setting);
  // A code may be any text, even the name of a member that every object has.
  const explanation = code !== undefined && Object.hasOwn(known, code) ? known[code] : undefined;
  return explanation === undefined ? text : `${explanation} (${code})`;
}

/** The certificate is for other names. The message lists them, so that the address can be corrected. */
function explainName({ cert }: Cause, setting: string): string {
  const names = typeof cert?.subjectaltname === 'string' ? cert.subjectaltname : 'other names';
  return `its certificate is valid for ${names}; ${setting} must name one of them, or the certificate needs this name too (ERR_TLS_CERT_ALTNAME_INVALID)`;
}

function rootCause(error: unknown): Cause {
  let current = asCause(error);
  let found = current;
  for (let depth = 0; depth < 8; depth += 1) {
    // A host with several addresses fails with one error for each. Any of them will do, so the last one is used.
    current = asCause(Array.isArray(current.errors) ? current.errors.at(-1) : current.cause);
    if (current.code !== undefined || (found.code === undefined && current.message !== undefined)) found = current;
  }
  return found;
}

const asCause = (value: unknown): Cause => (typeof value === 'object' && value !== null ? value : {});
