// Identifies one write of a visitor, so that a retry after a missing answer does not repeat it.

export function newIdempotencyKey(): string {
  // crypto.randomUUID would be shorter, and exists only over https and on localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The header, in the syntax of draft-ietf-httpapi-idempotency-key-header: a string in quotes. */
export function idempotent(key: string): Record<string, string> {
  return { "Idempotency-Key": `"${key}"` };
}
