/** The request of the benchmark: 24 bytes of JSON. */
export const request = '{"a":12345678,"b":12345}';

/** The handler that both services run. */
export const add = ({ a, b }: { readonly a: number; readonly b: number }) => ({ sum: a + b });
