/** `'/items/{id}/{rev}'` → `'id' | 'rev'`; for a path known only as text, any name. */
export type PathParamName<P extends string> = string extends P
  ? string
  : P extends `${string}{${infer Name}}${infer Rest}`
    ? Name | PathParamName<Rest>
    : never;

/** The parameters of a path, as the text they arrive as. */
export type PathParams<P extends string> = { readonly [K in PathParamName<P>]: string };
