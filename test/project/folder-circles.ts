/** Pairs of folders that still import from each other, by package. Remove entries, and never add one. */
export const knownFolderCircles: Readonly<Record<string, readonly string[]>> = {};
