export { operatorConfig } from './assembly/operator-config.js';
export { rotateSigningKeys } from './operator/rotate-signing-keys.js';
export { startPlatform } from './assembly/start-platform.js';
export { signLicense } from './usage/license.js';

export type { CreatedKey, KeySummary } from './keys/api-key.js';
export type { NewKey } from './keys/new-key.js';
export type { OperatorBootstrap } from './accounts/bootstrap.js';
export type { RotationStep } from './operator/rotate-signing-keys.js';
export type { OidcOptions } from './people/oidc-verifier.js';
export type { Role } from './people/role.js';
export type { KeyKind } from './rights/rights-holder.js';
export type { Platform } from './assembly/platform.js';
export type { PlatformOptions } from './assembly/platform-options.js';
export type { PlatformUi, SignedCredentials, UiExtension, UiHost, UiSession, UiSignIn } from './ui/ui-host.js';
export type { LicenseClaims } from './usage/license.js';
export type { Licensing, LicensingOptions } from './usage/open-usage.js';
