// Prices as people read them. The shop names no currency.

const format = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** "1,029.90" */
export function inMoney(price: number): string {
  return format.format(price);
}
