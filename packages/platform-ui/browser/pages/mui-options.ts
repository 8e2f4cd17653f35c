import type { ThemeOptions } from '@mui/material/styles';

/** A theme for MUI in the shell's colours. */
export function muiOptions(mode: 'light' | 'dark'): ThemeOptions {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return {
    palette: {
      mode,
      primary: { main: read('--s-accent', mode === 'dark' ? '#91a7ff' : '#3b5bdb') },
      background: {
        default: read('--color-background-secondary', mode === 'dark' ? '#12151b' : '#f6f7f9'),
        paper: read('--color-background-primary', mode === 'dark' ? '#191d26' : '#ffffff'),
      },
    },
    shape: { borderRadius: 8 },
    typography: {
      fontFamily: read('--font-sans', 'system-ui, sans-serif'),
      button: { textTransform: 'none', fontWeight: 600 },
    },
  };
}
