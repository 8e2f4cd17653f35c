/**
 * Delays the creation of a value until its first use. Building all schemas takes longer than loading the rest of this
 * package, and most programs use only a few of them.
 */
export function once<Value>(build: () => Value): () => Value {
  let built: { readonly value: Value } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
