// The content of an event in one line. A publisher may send anything: what is not as expected is left out.

export function summaryOf(data: Record<string, unknown>): string {
  const { name, stock, shippingAddress, reason, changed, items, shortages, totalCents } = data;
  return [
    quoted(name),
    typeof stock === "number" && `${stock} in stock`,
    text(shippingAddress),
    quantities(items),
    typeof totalCents === "number" && (totalCents / 100).toFixed(2),
    text(reason),
    quantities(shortages),
    changed === "address" || changed === "product" ? `another ${changed}` : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

/** "2 pieces", "2 pieces, 9 left", "20 wanted, 9 left" */
function quantities(list: unknown): string {
  if (!Array.isArray(list)) return "";
  return list
    .map((each: unknown) => {
      const { quantity, wanted, left } = Object(each) as Record<string, unknown>;
      const many = typeof quantity === "number" && pieces(quantity);
      const short = typeof wanted === "number" && `${wanted} wanted`;
      return [many || short, typeof left === "number" && `${left} left`].filter(Boolean).join(", ");
    })
    .filter(Boolean)
    .join("; ");
}

function pieces(quantity: number): string {
  return quantity === 1 ? "1 piece" : `${quantity} pieces`;
}

function quoted(value: unknown): string {
  return typeof value === "string" && value !== "" ? `“${value}”` : "";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
