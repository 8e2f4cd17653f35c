/** 0 done, 1 failed or different, 2 wrong usage; checks use Nagios' codes, 0 to 3. */
export type ExitCode = 0 | 1 | 2 | 3;
