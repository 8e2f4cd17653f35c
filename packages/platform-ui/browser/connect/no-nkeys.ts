/** Stands for the NATS client's signing library, which the shell does not use: WebCrypto keeps the key and signs. */
const unused = (): never => {
  throw new Error('the shell signs with WebCrypto');
};

export const nkeys = { fromSeed: unused };
export const decode = unused;
export const encode = unused;
