export declare function useTarballs(project: string, tarballs: string): Promise<string>;
