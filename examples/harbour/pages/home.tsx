import { knots } from '@symphony/extension/harbour/common';

export default function HarbourPage() {
  return <h1>Wind: {knots(10).toFixed(1)} knots</h1>;
}
