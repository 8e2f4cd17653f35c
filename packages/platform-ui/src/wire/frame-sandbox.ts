/**
 * What a frame may do, as the attribute of the frame and as the header of its document. `opaque` is for the platform's own host:
 * with `allow-same-origin` a document there would be in no sandbox at all. `ownOrigin` is for another host.
 * @documented development/ui-html (ownOrigin)
 */
export const frameSandbox = {
  opaque: 'allow-scripts allow-forms',
  ownOrigin: 'allow-scripts allow-same-origin allow-forms',
} as const;
