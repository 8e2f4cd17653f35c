import { type ReactElement, type RefObject, useEffect, useRef, useState } from 'react';
import type { FrameInit, Hello } from '../../src/wire/bridge-protocol.js';
import { BRIDGE_VERSION } from '../../src/wire/bridge-protocol.js';
import { frameSandbox } from '../../src/wire/frame-sandbox.js';
import type { ShellExtension, ShellResource } from '../../src/wire/shell-extension.js';
import { resourcePath } from '../../src/wire/ui-paths.js';
import { BridgeError } from '../bridge/bridge-error.js';
import { BridgeHost, limits } from '../bridge/bridge-host.js';
import { RateLimit } from '../bridge/rate-limit.js';
import { navigate, usePlace } from '../context/router.js';
import { type Shell, useShell } from '../context/shell-context.js';
import { styleVariables, useTheme } from '../context/theme.js';
import { hostMcpApp } from '../mcp/mcp-host.js';

const bridged = new Set(['text/html+symphony', 'text/html+htmx', 'text/symphony-jsx']);
const height = { first: 160, least: 40, most: 4_000 } as const;

interface FrameProps {
  readonly extension: ShellExtension;
  readonly resource: ShellResource;
  readonly isWidget: boolean;
}

/** The page's side of a conversation with the document in the frame. */
interface Host {
  readonly changed: () => void;
  readonly close: () => void;
}

/** The values of the latest render that the host needs. */
interface Latest extends FrameProps {
  readonly shell: Shell;
  readonly mode: 'light' | 'dark';
  readonly path: string;
  readonly resize: (heightPx: number) => void;
}

/** A resource in a frame with its own origin. */
export function FramePage(props: FrameProps): ReactElement {
  const { resource, extension } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const host = useRef<Host>(undefined);
  const [px, setPx] = useState<number>(height.first);
  const shell = useShell();
  const { mode } = useTheme();
  const { path } = usePlace();
  const resize = (asked: number): void => setPx(Math.min(height.most, Math.max(height.least, asked)));
  const latest = useRef<Latest>({ ...props, shell, mode, path, resize });
  latest.current = { ...props, shell, mode, path, resize };
  // The version makes the address new, so that no cache has it.
  const href = `${resourcePath(resource.uri, 'frames')}?v=${resource.version}`;
  // A frame may hold on to its connection. A new connection therefore gets a new host.
  useEffect(() => {
    if (!frame.current) return undefined;
    host.current = bridged.has(resource.mimeType) ? hostBridge(frame.current, latest) : hostApp(frame.current, latest);
    // The address is set last, so that the host receives the first message of the document.
    frame.current.src = href;
    return () => host.current?.close();
  }, [href, resource.mimeType, shell.connection]);
  useEffect(() => host.current?.changed(), [mode]);
  return (
    <div className="page-frame__place" style={{ height: px }}>
      <iframe
        ref={frame}
        className={props.isWidget ? 'page-frame' : 'page-frame page-frame--page'}
        title={resource.name ?? extension.name}
        sandbox={resource.hasOrigin ? frameSandbox.ownOrigin : frameSandbox.opaque}
        referrerPolicy="no-referrer"
        style={{ colorScheme: mode }}
      />
    </div>
  );
}

/** How long a browser counts a click as the latest action of the person. */
const CLICK_MS = 5_000;
let lastLed = 0;

/** Whether the person has just clicked in a frame. The frame then has the focus, and the click also counts for this page. */
const isClicked = (frame: HTMLIFrameElement): boolean =>
  navigator.userActivation.isActive && document.activeElement === frame;

function assertClicked(frame: HTMLIFrameElement, what: string): void {
  if (!isClicked(frame)) throw new BridgeError(`it ${what} only when somebody has clicked in it`, 403);
}

/**
 * Opens another page for a frame. Without a click, a page may only replace the current entry of the history. A widget may
 * not do that either, because it could make the dashboard unusable. One click adds one entry.
 */
function leadTo(path: string, frame: HTMLIFrameElement, isWidget: boolean): void {
  if (isWidget) assertClicked(frame, 'leads to a page');
  const replace = !isClicked(frame) || performance.now() - lastLed < CLICK_MS;
  if (!replace) lastLed = performance.now();
  navigate(path, { replace });
}

const noTitle = (): void => undefined;

/** The bridge for the current document in the frame. Each document says hello once, and replaces the one before it. */
function hostBridge(frame: HTMLIFrameElement, latest: RefObject<Latest>): Host {
  let bridge: BridgeHost | undefined;
  const rate = new RateLimit(limits.callsPerSecond);
  const listen = ({ source, data, ports: [port] }: MessageEvent<unknown>): void => {
    if (source !== frame.contentWindow || !isHello(data) || !port || !rate.take()) return;
    bridge?.close();
    const { extension, shell, isWidget } = latest.current;
    bridge = BridgeHost.open(port, {
      nc: shell.connection,
      extension,
      init: initOf(latest.current),
      navigate: (path) => leadTo(path, frame, isWidget),
      setTitle: isWidget ? noTitle : shell.setTitle,
      resize: (px) => latest.current.resize(px),
      rate,
    });
  };
  addEventListener('message', listen);
  return {
    changed: () => bridge?.setTheme(latest.current.mode, styleVariables()),
    close() {
      removeEventListener('message', listen);
      bridge?.close();
    },
  };
}

const isHello = (data: unknown): data is Hello =>
  typeof data === 'object' &&
  data !== null &&
  (data as Partial<Hello>).symphony === 'hello' &&
  (data as Partial<Hello>).version === BRIDGE_VERSION;

const initOf = ({ extension, resource, shell, mode, path }: Latest): FrameInit => ({
  theme: mode,
  variables: styleVariables(),
  user: shell.session.user,
  extension: { prefix: extension.prefix, uri: resource.uri },
  path,
});

function hostApp(frame: HTMLIFrameElement, latest: RefObject<Latest>): Host {
  const { extension, resource, shell } = latest.current;
  return hostMcpApp({
    isApp: resource.mimeType === 'text/html;profile=mcp-app',
    frame,
    nc: shell.connection,
    extension,
    version: shell.session.product.version,
    colours: () => ({ theme: latest.current.mode, variables: styleVariables() }),
    navigate: (path) => leadTo(path, frame, latest.current.isWidget),
    openLink(url) {
      assertClicked(frame, 'opens a tab');
      open(url, '_blank', 'noopener,noreferrer');
    },
    resize: (px) => latest.current.resize(px),
  });
}
