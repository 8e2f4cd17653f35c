/**
 * A message as far as one can rely on it: every field may be missing, since an event's fields are its sender's word.
 * What renders events is written against this type, and so cannot stumble over an event that lacks something.
 */
export type Received<T> = T extends readonly (infer Item)[]
  ? readonly Received<Item>[] | undefined
  : T extends object
    ? { readonly [Key in keyof T]?: Received<T[Key]> | undefined }
    : T | undefined;
