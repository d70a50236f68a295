// A postal address in one line, as products show that of their owner.

interface Address {
  shippingAddress: string;
  pincode: string;
  city: string;
  country: string;
}

/** Without the parts that are not known: "1 Byron Street, 12345 London, UK". */
export function toLine({ shippingAddress, pincode, city, country }: Address): string {
  const parts = [shippingAddress, `${pincode} ${city}`.trim(), country];
  return parts.filter((part) => part !== "").join(", ");
}
