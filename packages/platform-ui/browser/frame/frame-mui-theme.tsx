import { createTheme, ThemeProvider } from '@mui/material/styles';
import { type ReactElement, type ReactNode, useContext, useMemo } from 'react';
import { muiOptions } from '../pages/mui-options.js';
import { SymphonyContext } from '../symphony/symphony.js';

/** The shell's colours for a framed page that uses MUI. */
export default function FrameMuiTheme({ children }: { readonly children: ReactNode }): ReactElement {
  const { mode } = useContext(SymphonyContext).theme;
  const theme = useMemo(() => createTheme(muiOptions(mode)), [mode]);
  return <ThemeProvider theme={theme}>{children}</ThemeProvider>;
}
