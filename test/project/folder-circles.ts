/** Pairs of folders that still reach each other by imports, by package. Entries are taken away, never added. */
export const knownFolderCircles: Readonly<Record<string, readonly string[]>> = {};
