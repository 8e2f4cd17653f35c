/** Whether a host, or the host of a URL, never leaves this machine. A wildcard address does. */
export function isLoopbackHost(hostOrUrl: string): boolean {
  const url = hostOrUrl.includes('://')
    ? hostOrUrl
    : `nats://${hostOrUrl.includes('::') ? `[${hostOrUrl}]` : hostOrUrl}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(hostname);
}
