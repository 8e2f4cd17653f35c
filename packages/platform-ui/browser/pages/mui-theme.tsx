import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import { createTheme, ThemeProvider } from '@mui/material/styles';
import { type ReactElement, type ReactNode, useMemo } from 'react';
import { useTheme } from '../context/theme.js';
import { muiOptions } from './mui-options.js';

const nonce = document.getElementById('root')?.dataset['nonce'];
const cache = createCache({ key: 'mui', ...(nonce === undefined ? {} : { nonce }) });

/** The shell's colours for pages that use MUI. It is loaded with the first such page. */
export default function MuiTheme({ children }: { readonly children: ReactNode }): ReactElement {
  const { mode } = useTheme();
  const theme = useMemo(() => createTheme(muiOptions(mode)), [mode]);
  return (
    <CacheProvider value={cache}>
      <ThemeProvider theme={theme}>{children}</ThemeProvider>
    </CacheProvider>
  );
}
