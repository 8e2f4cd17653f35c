/** The possibilities of the output device. */
export interface Look {
  /** Number of columns of the terminal; unlimited without a terminal. */
  readonly width?: number;
  /** Whether the device shows colours and bold text. */
  readonly isColored?: boolean;
}

/** The look for a file, a pipe, or a terminal of any width. */
export const plain: Look = {};

const styles = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], inverse: [7, 27] } as const;

/** Text in a style, if the look has styles. */
export function styled(text: string, style: keyof typeof styles, { isColored }: Look): string {
  if (!isColored || text === '') return text;
  const [on, off] = styles[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}
