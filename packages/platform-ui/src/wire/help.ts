/** Help pages are the routes below this path. */
export const HELP_ROOT = '/help/extensions/';

/** The most letters that a search of the help uses. Further letters are ignored. */
export const MOST_SEARCHED = 200;

/** A help page that holds every word. */
export interface FoundHelp {
  /** Path of its route. */
  readonly path: string;
  /** The part of its text with the words, in one line of at most 160 letters. Empty if only its title has them. */
  readonly snippet: string;
}

/** The best of the help pages that hold every word. Answered by `GET /ui/help?words=`. */
export interface HelpSearch {
  readonly pages: readonly FoundHelp[];
}
