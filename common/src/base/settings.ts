// Settings come from the environment, are checked once at the start, and are handed on as arguments.
// A wrong one stops the process with a sentence that names the variable, before anything is opened.

import { z } from "zod";
import { withoutEmpty } from "./environment.ts";

/** A whole number within limits, written as text. */
export function wholeNumber(from: number, to = Number.MAX_SAFE_INTEGER, what = "must be") {
  const limits = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  const message = `${what} a whole number ${limits}`;
  return z.coerce.number(message).int(message).min(from, message).max(to, message);
}

/** A TCP port; 0 lets the system choose. */
export const Port = wholeNumber(0, 65_535, "must be a port:");

/** An http:// or https:// URL. Kept as text without a trailing slash, so that paths can be appended. */
export const HttpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http:// or https:// URL" })
  .transform(withoutSlash);

/**
 * As HttpUrl; or NATS servers, nats://user:password@one:4222,two:4222?replicas=3, or ?stream=OTHER; or a RabbitMQ,
 * amqp://user:password@one:5672/vhost, or ?stream=OTHER.
 */
export const BusUrl = z
  .string()
  .refine(
    (url) =>
      /^((nats|tls):\/\/[^\s,]+(,[^\s,]+)*|amqps?:\/\/[^\s,]+)$/.test(url) ||
      HttpUrl.safeParse(url).success,
    "must be an http://, https://, nats:// or amqp:// URL",
  )
  .transform(withoutSlash);

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/**
 * `whsec_` and base64, as Standard Webhooks writes it, or any text of at least 16 characters. Or several of them, separated by
 * commas, while one replaces the other.
 */
export const Secret = z.string().superRefine(mustBeSecrets).optional();

/**
 * EVENT_BUS_SECRET names one secret or several, separated by commas: what is signed is signed with each of them, and each of
 * them is accepted. So a secret is replaced without a 401: first the new one beside the old one, everywhere; then it alone.
 */
export function secretsIn(secret: string): string[] {
  return secret.split(",").map((one) => one.trim());
}

function mustBeSecrets(secret: string, context: z.RefinementCtx): void {
  for (const one of secretsIn(secret)) {
    if (!one.startsWith("whsec_")) {
      if (one.length < 16) context.addIssue("must have at least 16 characters");
    } else if (!isKey(one.slice("whsec_".length)))
      context.addIssue("must have base64 of at least 24 bytes after whsec_");
  }
}

// Buffer.from reads on past what is no base64: "whsec_****" would be the empty key.
function isKey(base64: string): boolean {
  const key = Buffer.from(base64, "base64");
  return key.length >= 24 && key.toString("base64") === base64;
}

/** Names by which browsers may know this (web-pages.ts), separated by commas: `posts.com,.example.org`. */
export const AllowedHosts = z
  .string()
  .default("")
  .refine(
    (list) => namesIn(list).every((name) => /^\.?[^\s:/]+$/.test(name)),
    "must be names of hosts, without ports",
  )
  .transform(namesIn);

function namesIn(list: string): string[] {
  const names = list.toLowerCase().split(/[\s,]+/);
  return names.filter((name) => name !== "");
}

/** What every service that talks to the bus reads. */
export const ServiceSettings = z.object({
  PORT: Port.optional(),
  EVENT_BUS_URL: BusUrl.default("http://localhost:4005"),
  EVENT_BUS_SECRET: Secret,
  ALLOWED_HOSTS: AllowedHosts,
  DATABASE_URL: z.string().optional(),
  WRITES_PER_MINUTE: wholeNumber(1).default(600),
});

/** Reads settings, or ends the process with one line for each wrong variable. An empty one counts as not set. */
export function readSettings<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const result = schema.safeParse(withoutEmpty(process.env));
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
  }
  process.exit(78); // EX_CONFIG of sysexits.h: starting it again will not help
}
