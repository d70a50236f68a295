// docs/settings.md, made from the schemas that read the environment: each variable with its default, and here a sentence on it.

import { ServiceSettings } from "@blog/common/base/settings";
import { TracingSettings } from "@blog/common/observability/tracing";
import { z } from "zod";
import { gatewaySettings } from "../../client/gateway/settings.ts";
import { BusSettings } from "../../event-bus/src/settings.ts";
import { PROGRAMS } from "../../infra/local/find-program.ts";
import { serviceAddresses } from "../../infra/local/services.ts";
import { blog } from "../../infra/systems/blog.ts";
import { portVariable, urlVariable } from "../../infra/systems/variables.ts";

interface Section {
  title: string;
  text: string;
  /** By variable. */
  defaults: Record<string, string>;
}

const NONE = "-";
const addresses = serviceAddresses(blog, { env: {} });
const SUBSCRIBERS: readonly string[] = blog.subscribers;
const consumers = blog.services.filter(({ name }) => SUBSCRIBERS.includes(name));
const CONSUMERS = blog.subscribers.join(", ").replace(/, (?=\w+$)/, " and ");
const programs = Object.values(PROGRAMS).map(({ variable }) => [variable, "on the PATH"]);

const SECTIONS: Section[] = [
  {
    title: "`npm start` and `npm run dev`",
    text: "The runner gives each process what follows from these; everything else in the environment reaches every process.",
    defaults: {
      ...Object.fromEntries(
        addresses.map(({ name, url }) => [portVariable(name), new URL(url).port]),
      ),
      ...Object.fromEntries(addresses.map(({ name }) => [urlVariable(name), NONE])),
      SUBSCRIBERS: "the blog's four",
      DATA_FOLDER: ".data",
      LAB: "1",
      RUNNER_PORT: "any",
    },
  },
  {
    title: CONSUMERS,
    text: "One process by itself (`cd query && npm start`, a container, a pod).",
    defaults: {
      ...defaultsOf(ServiceSettings),
      PORT: consumers.map(({ port }) => port).join(", "),
    },
  },
  { title: "event-bus", text: "The same, and of its own:", defaults: defaultsOf(BusSettings) },
  { title: "client", text: "The gateway.", defaults: defaultsOf(gatewaySettings(blog)) },
  {
    title: "Every process",
    text: "Traces have [OpenTelemetry's own names](running.md), of which these are the usual ones.",
    defaults: { LOG_LEVEL: "info", ...defaultsOf(TracingSettings) },
  },
  {
    title: "Tests, `npm run bench`, `npm run chaos`",
    text: "Where a program is that is not found by itself.",
    defaults: Object.fromEntries(programs),
  },
];

const URL_OF_A_SERVICE =
  "its address (`http://` or `https://`), or those of several replicas, separated by commas";
const SENTENCES: Record<string, string> = {
  PORT: "where it listens; 0 lets the system choose",
  DATABASE_URL:
    "`sqlite:/a/file.db`, or `postgres://…` for posts and comments; without it a file in `.data/` of the project",
  EVENT_BUS_SECRET: "signs events and deliveries, and refuses those without a signature",
  WRITES_PER_MINUTE: "new posts, or comments, that one address may write in a minute",
  DELIVERY_TIMEOUT_MS: "how long a subscriber may take to answer",
  RETRY_MAX_MS: "the longest pause before an event is sent again",
  PARK_AFTER: "refusals of an event after which it is parked (dead-lettered) for that subscriber",
  TRUSTED_PROXIES:
    "the proxies in front whose `X-Forwarded-For` is trusted, such as `loopback, uniquelocal`",
  RESTART_WAIT_MS:
    "how long a request waits for posts, comments or query while they refuse connections, as during a rollout; then 503",
  RUNNER_URL: "where the runner listens; `npm start` sets it",
  ALLOWED_HOSTS:
    "names of the blog on the Internet, such as `posts.com,.example.org`; other public names are answered with 421",
  KUBERNETES_SERVICE_HOST:
    "set by Kubernetes: there, the page of the bus shows commands of kubectl",
  LOG_LEVEL: "`debug` and `trace` log each request; `warn`, `error`, `fatal`, `silent` log less",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "a collector that takes OTLP over HTTP; without it no spans are made",
  OTEL_EXPORTER_OTLP_HEADERS: "`name=value`, separated by commas, for the collector",
  OTEL_SERVICE_NAME:
    "what one process is called in its traces; by default its own name, such as `posts`",
  OTEL_TRACES_SAMPLER:
    "which traces are recorded, by default `parentbased_always_on`; a part of them with `parentbased_traceidratio` and `OTEL_TRACES_SAMPLER_ARG=0.1`",
  DATA_FOLDER: "the folder with the data",
  LAB: "1: a user at this machine may hold deliveries and stop services, from the page of the bus",
  RUNNER_PORT: "where the runner listens for the page of the bus, on this machine only",
  SUBSCRIBERS:
    "the subscribers: `name=http://host:port`, separated by commas; a + in front adds to the blog's four, which `npm start` knows; `name:now=…` starts with what comes next; `none` is no service",
};

const STREAM = "`nats://one:4222,two:4222?replicas=3`, `amqp://me:secret@one:5672/vhost`";
const BUS_URL: Record<string, string> = {
  [CONSUMERS]: `the bus, or an event stream: ${STREAM}`,
  "event-bus": `a stream to stand in front of: ${STREAM}`,
};

/** The sentence on a variable; undefined when there is none. */
export function describeVariable(variable: string, section: string): string | undefined {
  const isRunner = section.includes("npm start");
  if (variable.endsWith("_PORT") && variable !== "RUNNER_PORT")
    return "moves it, and every address follows; no port that browsers refuse";
  if (variable === "EVENT_BUS_URL" && !isRunner) return BUS_URL[section] ?? "where the bus is";
  if (/^[A-Z]+(_[A-Z]+)?_URL$/.test(variable) && !(variable in SENTENCES))
    return isRunner ? "uses this one instead of ours, which is not started" : URL_OF_A_SERVICE;
  return SENTENCES[variable] ?? (section.startsWith("Tests") ? "the program's path" : undefined);
}

export const variables = SECTIONS.flatMap(({ title, defaults }) =>
  Object.keys(defaults).map((variable) => [variable, title] as const),
);

/** Sentences about variables that nothing reads any more. */
export const unusedSentences = Object.keys(SENTENCES).filter(
  (variable) => !variables.some(([known]) => known === variable),
);

export function settingsPage(): string {
  return [
    "# Every setting",
    "",
    "All are variables of the environment, read once at the start. An empty one is not set. A wrong one stops the process with a",
    "sentence that names it. This page is made from the code that reads them: `npx vitest run tests/docs/settings.test.ts -u`.",
    ...SECTIONS.flatMap(({ title, text, defaults }) => [
      "",
      `## ${title}`,
      "",
      text,
      "",
      "| variable | default | |",
      "|---|---|---|",
      ...Object.entries(defaults).map(
        ([variable, value]) =>
          `| \`${variable}\` | ${code(value)} | ${describeVariable(variable, title) ?? ""} |`,
      ),
    ]),
    "",
  ].join("\n");
}

function defaultsOf(schema: z.ZodType): Record<string, string> {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  // What a variable is without a value, as the process gets it; for a list, as it is written.
  const read = schema.parse({}) as Record<string, unknown>; // each of our schemas is an object
  return Object.fromEntries(
    Object.entries(properties).map(([variable, property]) => {
      const written = typeof property === "object" ? property.default : undefined;
      return [variable, textOf(written ?? read[variable])];
    }),
  );
}

function textOf(value: unknown): string {
  return value === undefined || value === "" || typeof value === "object" ? NONE : String(value);
}

function code(value: string): string {
  return value === NONE || value.includes(" ") ? value : `\`${value}\``;
}
