// The modules that the shell gives to pages. They have no code of their own to install.
declare module '@symphony' {
  /** What the shell offers the page. @documented development/python */
  export const SymphonyContext: import('react').Context<import('@symphony-ts/page').SymphonyPage>;
  /** The same as `useContext(SymphonyContext)`. @inferred */
  export function useSymphony(): import('@symphony-ts/page').SymphonyPage;
}
declare module '@symphony/extension/*';
