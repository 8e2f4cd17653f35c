/** Replaces the signing library of the NATS client. The shell does not use it: WebCrypto keeps the key and signs. */
const unused = (): never => {
  throw new Error('the shell signs with WebCrypto');
};

export const nkeys = { fromSeed: unused };
export const decode = unused;
export const encode = unused;
