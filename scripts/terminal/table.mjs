/** Rows of texts and numbers as lines with aligned columns; numbers stand to the right. */
export function table(header, rows) {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map(row => String(row[column]).length))
  );
  const line = cells =>
    cells
      .map((cell, column) =>
        typeof cell === 'number' || (cells === header && typeof rows[0]?.[column] === 'number')
          ? String(cell).padStart(widths[column])
          : String(cell).padEnd(widths[column])
      )
      .join('  ')
      .trimEnd();
  return [header, ...rows].map(line).join('\n');
}
