// Draws docs/architecture.svg from the description of the shop and from the source of its services: what each keeps, who calls whom
// over gRPC, and how many types of events each publishes and consumes.

import { readFileSync } from "node:fs";
import { filesOfTheProject } from "../../../tests/project-files.ts";
import { system } from "../system.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const ROW = 330;
const BOXES: Record<string, Box> = {
  client: { x: 40, y: 30, width: 880, height: 88 },
  "api-gateway": { x: 40, y: 160, width: 655, height: 88 },
  "user-service": { x: 40, y: ROW, width: 205, height: 112 },
  "product-service": { x: 265, y: ROW, width: 205, height: 112 },
  "order-service": { x: 490, y: ROW, width: 205, height: 112 },
  "worker-service": { x: 715, y: ROW, width: 205, height: 112 },
  "event-bus": { x: 40, y: 540, width: 880, height: 66 },
};
const CONTRACTS: Record<string, string> = {
  userService: "user-service",
  productService: "product-service",
  orderService: "order-service",
};

export function drawShop(): string {
  const calls = system.services.flatMap(({ name, folder }) =>
    calledBy(folder).map((to) => drawCall(name, to)),
  );
  const events = system.services.flatMap(({ name }) => drawEvents(name));
  const boxes = system.services.map(({ name }) => drawBox(name));
  return `${HEAD}${[...calls, ...events, ...boxes, LEGEND].join("\n")}\n</svg>\n`;
}

/** The services that some file of a folder connects to. */
function calledBy(folder: string): string[] {
  const source = filesOfTheProject()
    .filter((path) => path.startsWith(`${folder}/src/`) && path.endsWith(".ts"))
    .map((path) => readFileSync(path, "utf8"))
    .join("\n");
  return Object.entries(CONTRACTS).flatMap(([contract, service]) =>
    new RegExp(`connect(Grpc)?\\(\\s*${contract}\\b`).test(source) ? [service] : [],
  );
}

// Neighbours in the row are connected straight, the others by an arc above; the gateway calls downwards.
function drawCall(from: string, to: string): string {
  const [a, b] = [boxOf(from), boxOf(to)];
  if (a.y < b.y) return arrow("call", `M${centre(b)} ${a.y + a.height}V${b.y - 5}`);
  const isNeighbour = a.x - (b.x + b.width) < 30;
  if (isNeighbour) return arrow("call", `M${a.x} ${a.y + 60}H${b.x + b.width + 5}`);
  const [start, end] = [a.x + 40, b.x + b.width - 40];
  return arrow(
    "call",
    `M${start} ${a.y}C${start} ${a.y - 56} ${end} ${a.y - 56} ${end} ${b.y - 5}`,
  );
}

function drawEvents(name: string): string[] {
  const box = boxOf(name);
  const bus = boxOf("event-bus");
  const travels = Object.values(system.travels);
  const published = travels.filter(({ publishedBy }) => publishedBy === name).length;
  const consumed = travels.filter(({ consumedBy }) => consumedBy.includes(name)).length;
  const bottom = box.y + box.height;
  // Between two services.
  const isAbove = box.y < ROW;
  const [out, into] = isAbove ? [0, 255] : [centre(box) - 44, centre(box) + 44];
  return [
    ...(published
      ? [
          arrow("event", `M${out} ${bottom}V${bus.y - 5}`),
          text("count", out + 8, bottom + 34, `${published} types`),
        ]
      : []),
    ...(consumed
      ? [
          arrow("event", `M${into} ${bus.y}V${bottom + 5}`),
          text("count", into + 8, bus.y - 24, `${consumed} types`),
        ]
      : []),
  ];
}

function drawBox(name: string): string {
  const { x, y, width, height } = boxOf(name);
  const lines = linesOf(name).map((line, index) =>
    text("about", x + 14, y + 48 + index * 20, line),
  );
  return [
    `  <g class="box"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>`,
    text("name", x + 14, y + 26, name),
    ...lines,
    "  </g>",
  ].join("\n");
}

function linesOf(name: string): string[] {
  const { port, grpcPort, keeps, caches } = system.services.find((each) => each.name === name)!;
  const ports = `HTTP ${port}${grpcPort ? `, gRPC ${grpcPort}` : ""}`;
  if (name === "client") return [`${ports}: the page, /bus, /services, and the gateway`, routes()];
  if (name === "event-bus")
    return [`${ports}: ${Object.keys(system.contracts).length} types of events, in one log`];
  if (name === "api-gateway") return [`${ports}: GraphQL`, "keeps nothing; caches lists"];
  return [
    ports,
    keeps === "data" ? "a database of its own" : "keeps nothing",
    ...(caches ? ["caches prices"] : []),
  ];
}

/** `/graphql → api-gateway` and so on. */
function routes(): string {
  return system.routes
    .map(({ paths, service }) => {
      const first = paths[0]?.replace(/\/:.*/, "") ?? "";
      return `${first} → ${service}`;
    })
    .join(",  ");
}

const boxOf = (name: string): Box => BOXES[name]!;
const centre = ({ x, width }: Box): number => x + Math.round(width / 2);

function arrow(kind: string, path: string): string {
  return `  <path class="${kind}" d="${path}" marker-end="url(#${kind}-head)"/>`;
}

function text(kind: string, x: number, y: number, content: string): string {
  return `  <text class="${kind}" x="${x}" y="${y}">${content}</text>`;
}

const LEGEND = [
  arrow("call", "M40 632H84"),
  text("about", 96, 637, "a call over gRPC: the caller waits, with a deadline"),
  arrow("event", "M480 632H524"),
  text("about", 536, 637, "events: written to an outbox, delivered until acknowledged"),
].join("\n");

const HEAD = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 660" role="img" aria-labelledby="title description">
  <title id="title">The services of the shop, and how they meet</title>
  <desc id="description">The client's gateway passes requests to the GraphQL gateway and to user-service, product-service and order-service. The GraphQL gateway calls these three over gRPC; product-service calls user-service, order-service calls user-service and product-service, worker-service calls product-service and order-service. All five publish to the event bus or consume from it.</desc>
  <style>
    svg { --paper: #fdfdfb; --box: #ffffff; --ink: #1a1d1b; --muted: #5c635f; --rule: #c9cec9; --line: #6b736e; --accent: #0b6e4f;
      font-family: -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #131615; --box: #1c201e; --ink: #e8ebe8; --muted: #9ba39e; --rule: #3a413d; --line: #8a918c; --accent: #6cd4ab; }
    }
    .paper { fill: var(--paper); }
    .box rect { fill: var(--box); stroke: var(--rule); }
    .name { fill: var(--ink); font-size: 17px; font-weight: 600; }
    .about, .count { fill: var(--muted); font-size: 14px; }
    .call { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-dasharray: 5 4; }
    .event { fill: none; stroke: var(--accent); stroke-width: 2; }
    .call-tip { fill: var(--line); }
    .event-tip { fill: var(--accent); }
  </style>
  <defs>
    <marker id="call-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="call-tip" d="M0 0L8 4L0 8z"/></marker>
    <marker id="event-head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6" orient="auto"><path class="event-tip" d="M0 0L8 4L0 8z"/></marker>
  </defs>
  <rect class="paper" width="960" height="660"/>
`;
