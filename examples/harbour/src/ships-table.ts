import type { Ship } from './ship.js';

/** The ships as a table of HTML, for the htmx page. */
export function shipsTable(ships: readonly Ship[]): string {
  const rows = ships.map(
    ({ name, tons }) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${tons.toLocaleString('en')} t</td></tr>`,
  );
  const refresh = '<p><button hx-get="/pages/table" hx-target="closest [role=status]">Look again</button></p>';
  if (rows.length === 0) return `<p>The harbour is empty.</p>${refresh}`;
  return `<table><thead><tr><th>Ship</th><th>Load</th></tr></thead><tbody>${rows.join('')}</tbody></table>${refresh}`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text of others as HTML that only shows it. */
const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
