// The modules that the shell gives to pages. They have no code of their own to install.
declare module '@symphony' {
  /** The React context with everything that the shell offers a page. @documented development/python */
  export const SymphonyContext: import('react').Context<import('@symphony-ts/page').SymphonyPage>;
  /** Returns the value of `useContext(SymphonyContext)`. @inferred */
  export function useSymphony(): import('@symphony-ts/page').SymphonyPage;
}
declare module '@symphony/extension/*';
