// The time when a post was made, read from its id: a UUIDv7 starts with 48 bits of milliseconds (RFC 9562).

const version7 = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** When the thing with this id was made; null for ids of another form, such as the course's. */
export function creationTime(id: string): Date | null {
  const [, high, low] = version7.exec(id) ?? [];
  return high && low ? new Date(Number.parseInt(high + low, 16)) : null;
}
