// Names one thing that a visitor wants done, so that asking for it again, because no answer came, does not do it twice.

export function newIdempotencyKey(): string {
  // crypto.randomUUID would be shorter, and exists only over https and on localhost.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The header, in the syntax of draft-ietf-httpapi-idempotency-key-header: a string in quotes. */
export function idempotent(key: string): Record<string, string> {
  return { "Idempotency-Key": `"${key}"` };
}
