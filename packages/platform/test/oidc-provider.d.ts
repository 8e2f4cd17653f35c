declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  /** The used part of a package without types. */
  export default class Provider {
    constructor(
      issuer: string,
      configuration: Readonly<Record<string, unknown>> & {
        findAccount(context: unknown, id: string): { accountId: string; claims(): Promise<Record<string, unknown>> };
      },
    );
    callback(): RequestListener;
  }
}
