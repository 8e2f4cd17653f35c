declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  /** As much as the tests use of a package that ships no types. */
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
