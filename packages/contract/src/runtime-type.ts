/**
 * The static member under which a class that the runtime injects says which one it is. Two installed copies of a package
 * have two such classes, and either stands for the same value.
 */
export const runtimeType: unique symbol = Symbol.for('symphony-ts.runtime-type');
