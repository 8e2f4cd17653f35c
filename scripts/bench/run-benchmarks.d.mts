export function runBenchmarks(
  files: readonly string[],
  run: (file: string, results: string) => boolean,
  page: string,
): string[];
