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

/** Something that speaks with the document in the frame. */
interface Host {
  readonly changed: () => void;
  readonly close: () => void;
}

/** What the host needs of the latest render. */
interface Latest extends FrameProps {
  readonly shell: Shell;
  readonly mode: 'light' | 'dark';
  readonly path: string;
  readonly resize: (heightPx: number) => void;
}

/** A resource in a frame of an origin of its own. */
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
  // The version only makes it another address, which no cache knows yet.
  const href = `${resourcePath(resource.uri, 'frames')}?v=${resource.version}`;
  // The connection is one that a frame could hold on to: with another one, the host is another one, too.
  useEffect(() => {
    if (!frame.current) return undefined;
    host.current = bridged.has(resource.mimeType) ? hostBridge(frame.current, latest) : hostApp(frame.current, latest);
    // Only now, so that its first word is heard.
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

/** How long browsers count a click as one. */
const CLICK_MS = 5_000;
let lastLed = 0;

/** Whether somebody has just clicked in a frame: then it has the focus, and its click is one in the page around it, too. */
const isClicked = (frame: HTMLIFrameElement): boolean =>
  navigator.userActivation.isActive && document.activeElement === frame;

function assertClicked(frame: HTMLIFrameElement, what: string): void {
  if (!isClicked(frame)) throw new BridgeError(`it ${what} only when somebody has clicked in it`, 403);
}

/**
 * Goes to another page for a frame. Without a click, a page may lead on, which adds nothing to go back to, and a widget may
 * not: nobody could use the dashboard it is on. One click adds one page.
 */
function leadTo(path: string, frame: HTMLIFrameElement, isWidget: boolean): void {
  if (isWidget) assertClicked(frame, 'leads to a page');
  const replace = !isClicked(frame) || performance.now() - lastLed < CLICK_MS;
  if (!replace) lastLed = performance.now();
  navigate(path, { replace });
}

const noTitle = (): void => undefined;

/** The bridge for whichever document is in the frame: each says hello once, and the one before it is out. */
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
