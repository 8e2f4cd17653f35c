/** A resource as the shell knows it before it is opened: without its text. */
export interface ShellResource {
  readonly uri: string;
  readonly mimeType: string;
  readonly name?: string;
  readonly description?: string;
  /** Changes with the text, and for pages of JSX with every module of their extension. */
  readonly version: string;
  /** Whether its document has an origin of its own, on a host that is not the platform's. Absent for no. */
  readonly hasOrigin?: true;
}

export interface ShellRoute {
  readonly uri: string;
  readonly routes?: Readonly<Record<string, ShellRoute>>;
}

export interface ShellMenu {
  readonly group: string;
  readonly item: string;
  readonly route: string;
  readonly icon: string;
  readonly link?: string;
}

export interface ShellWidget {
  readonly uri: string;
  readonly title: string;
  readonly notes?: string;
}

/** The most that a frame of an extension may do: what belongs to the extension, and what it declared. */
export interface FrameGrants {
  readonly pub: readonly string[];
  readonly sub: readonly string[];
  readonly buckets: readonly string[];
}

/** An endpoint, as an MCP app calls it. */
export interface ShellTool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** An extension that the person may see. Answered in a list by `GET /ui/extensions`. */
export interface ShellExtension {
  readonly prefix: string;
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly status: 'ok' | 'warning' | 'error' | 'inactive';
  readonly instances: number;
  /** Whether its React pages run in the shell itself, with all rights of the person; otherwise in frames. */
  readonly isTrusted: boolean;
  readonly resources: readonly ShellResource[];
  readonly routes: Readonly<Record<string, ShellRoute>>;
  readonly menus: readonly ShellMenu[];
  readonly widgets: readonly ShellWidget[];
  readonly grants: FrameGrants;
  readonly tools: readonly ShellTool[];
}

export interface ShellExtensions {
  /** Rises with each change of the registry that this platform has seen. */
  readonly revision: number;
  readonly extensions: readonly ShellExtension[];
}

/** The content of a resource that the page itself shows. Answered by `GET /ui/pages/<prefix>/<name>`. */
export type ShellPage =
  | {
      readonly kind: 'module';
      /** Address of the ES module; the same text has the same address. */
      readonly href: string;
      /** Prefixes of the extensions whose modules it imports, its own among them. */
      readonly uses: readonly string[];
      /** Whether it imports MUI, which then wants the shell's colours. */
      readonly hasMui: boolean;
    }
  | {
      readonly kind: 'markdown';
      /** Without front matter, and with its variables filled in. */
      readonly text: string;
      readonly title?: string;
      readonly breadcrumbs?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'broken'; readonly reason: string; readonly uses: readonly string[] };
