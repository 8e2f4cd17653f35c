/**
 * Puts the making of a value off to its first use. Building all schemas takes longer than loading the rest of this
 * package, and most programs use few of them.
 */
export function once<Value>(build: () => Value): () => Value {
  let built: { readonly value: Value } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
