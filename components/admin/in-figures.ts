const FIGURES = new Intl.NumberFormat('en-GB');

/** 5000 as 5,000. */
export function inFigures(count: number): string {
  return FIGURES.format(count);
}
