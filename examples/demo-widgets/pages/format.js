/** Shared by the pages of this extension; other extensions may import it too. */
export const megabytes = (count) => `${count.toLocaleString()} MB`;
