import Typography from '@mui/material/Typography';
import { useItems } from './items.ts';

/** A widget with the current number of items. */
export default function Summary() {
  const { items, problem } = useItems();
  if (problem) return <Typography color="error">The catalog does not answer: {problem}</Typography>;
  return (
    <>
      <Typography variant="h3" component="p" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {items?.length ?? '…'}
      </Typography>
      <Typography color="text.secondary">items in the catalog</Typography>
    </>
  );
}
