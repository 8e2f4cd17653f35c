import { operatorConfig, rotateSigningKeys, startPlatform } from '@symphony-ts/platform';

// #region operator
const { jwt, systemAccount, preload, maxControlLineBytes } = await operatorConfig('./secret');
// #endregion
console.log(jwt, systemAccount, preload, maxControlLineBytes);

// #region rotate
await rotateSigningKeys('./secret', 'introduce'); // all servers know the next key
await rotateSigningKeys('./secret', 'promote'); //   the next key signs from now on
await rotateSigningKeys('./secret', 'retire'); //    the old keys are no longer valid
// #endregion

declare const pem: string;
// #region licensing
await startPlatform({ licensing: { vendorKeys: [pem] } }); // Ed25519 public keys, PEM (SPKI) or JWK
// #endregion
