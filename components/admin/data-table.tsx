import type { ReactNode } from 'react';

export type Column<Row> = {
  name: string;
  cell: (row: Row) => ReactNode;
  /** What is said in place of an empty cell; a phone leaves it out with its name. */
  isEmpty?: (row: Row) => boolean;
};

type Props<Row> = {
  /** What the table lists, for who cannot see it. */
  caption: string;
  /** The first one names the row. */
  columns: readonly [Column<Row>, ...Column<Row>[]];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
};

/**
 * Rows and columns where there is room for them. On a narrow screen each row is a card, and each cell says which it is.
 */
export function DataTable<Row>({ caption, columns: [first, ...others], rows, keyOf }: Props<Row>) {
  return (
    <div className="overflow-clip rounded-panel bg-panel shadow-panel ring-1 ring-line">
      <table className="block w-full text-start sm:table">
        <caption className="sr-only">{caption}</caption>
        <thead className="hidden border-b border-line text-sm text-muted sm:table-header-group">
          <tr>
            {[first, ...others].map(({ name }) => (
              <th key={name} scope="col" className="px-3 py-3 text-start font-medium first:ps-6 last:pe-6">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line sm:table-row-group">
          {rows.map((row) => (
            <tr key={keyOf(row)} className="relative block px-5 py-4 sm:table-row sm:p-0">
              <th scope="row" className="block text-start font-normal sm:table-cell sm:py-3 sm:ps-6 sm:pe-3">
                {first.cell(row)}
              </th>
              {others.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column: { name, cell, isEmpty }, row }: { column: Column<Row>; row: Row }) {
  const empty = isEmpty?.(row) ?? false;
  return (
    <td
      className={`${empty ? 'hidden' : 'flex'} mt-2 items-baseline gap-3 text-sm sm:table-cell sm:px-3 sm:py-3 sm:last:pe-6`}
    >
      <span className="w-24 shrink-0 text-muted sm:hidden">{name}</span>
      <div className="min-w-0">{empty ? <span className="text-muted">–</span> : cell(row)}</div>
    </td>
  );
}
