/** How text may look where it is printed. */
export interface Look {
  /** Columns of the terminal; as many as needed where there is none. */
  readonly width?: number;
  /** Whether colours and bold letters are shown rather than written out. */
  readonly isColored?: boolean;
}

/** Text for a file, a pipe, or a terminal of any width. */
export const plain: Look = {};

const styles = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], inverse: [7, 27] } as const;

/** Text in a style, where the look has any. */
export function styled(text: string, style: keyof typeof styles, { isColored }: Look): string {
  if (!isColored || text === '') return text;
  const [on, off] = styles[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
