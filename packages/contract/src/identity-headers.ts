/**
 * Names by which proxies and platforms say who calls, in lower case. Whoever calls could write them, so that none reaches a
 * handler: who calls is told by the platform alone.
 */
const IDENTITY =
  /^(?:symphony-|x-symphony-|nats-|x-forwarded-(?:user|email|groups|preferred-username|access-token)|x-auth-request-|x-remote-|x-authenticated-|x-client-cert|x-ssl-client|x-amzn-oidc-|x-goog-authenticated-|x-goog-iap-|x-ms-client-principal|cf-access-|remote-(?:user|email|groups|name)$|ssl-client|x-user(?:name|-(?:id|name|email|roles?|groups?))?$|x-webauth-)/;

/** Whether an HTTP header, its name in lower case, claims to say who calls. */
export const isIdentityHeader = (name: string): boolean => IDENTITY.test(name);
