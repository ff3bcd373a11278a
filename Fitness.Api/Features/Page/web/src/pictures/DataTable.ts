import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Copy } from '../components/Copy.ts';
import { html } from '../html.ts';

/** A value of a table; with a link, where it leads. */
export interface Cell {
  readonly text: string;
  readonly link?: string;
}

interface Props {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: () => readonly (readonly (string | Cell)[])[];
  readonly children?: ComponentChildren;
}

/** What a picture shows, as a table to read and to copy. Its rows are made when it is opened. */
export function DataTable({ caption, columns, rows }: Props) {
  const [open, setOpen] = useState(false);
  const shown = open ? rows() : [];
  const copied = () => [columns, ...rows().map((row) => row.map((cell) => plain(cell)))].map((row) => row.join('\t')).join('\n');
  return html`<details class="as-table" onToggle=${(event: Event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
    <summary>Table</summary>
    ${open &&
    html`<${Copy} label="Copy the table" text=${copied} />
      <div class="overflow-auto" tabindex="0" role="group" aria-label=${caption}>
        <table>
          <caption>${caption}</caption>
          <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
          <tbody>
            ${shown.map(
              ([first, ...others]) => html`<tr>
                <th scope="row" dir="auto">${show(first!)}</th>
                ${others.map((cell) => html`<td dir="auto">${show(cell)}</td>`)}
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`}
  </details>`;
}

function show(cell: string | Cell) {
  return typeof cell === 'string' ? cell : cell.link ? html`<a href=${cell.link}>${cell.text}</a>` : cell.text;
}

function plain(cell: string | Cell): string {
  // A tab or a line's end would be another cell.
  return (typeof cell === 'string' ? cell : cell.text).replace(/[\t\r\n]+/g, ' ');
}
