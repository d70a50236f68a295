// Draws docs/images/house.svg from the imports: the rooms that hold the lesson, what carries it, and every arrow between them.
// main.ts is left out: it hands the machinery in, and so is the one file that knows all rooms.

import { readFileSync } from "node:fs";
import { type Import, importsIn } from "../imports.ts";
import { filesOfTheProject } from "../project-files.ts";

interface Room {
  name: string;
  /** Its files. */
  files: RegExp;
  about: string;
  at: { x: number; y: number; width: number };
}

const HEIGHT = 92;
const SERVICES = /^(posts|comments|moderation|query)\/src\/[^/]+\.ts$/;
const room = (name: string, about: string, x: number, y: number, width: number): Room => ({
  ...{ name, about, at: { x, y, width } },
  files: new RegExp(`^${name.replace("/", "/src/")}/[^/]+\\.ts$`),
});

const ROOMS: Room[] = [
  {
    ...room(
      "services",
      "posts, comments, moderation, query: app, requests, stores, view",
      40,
      30,
      880,
    ),
    files: SERVICES,
  },
  room("event-bus/routes", "what the bus answers", 40, 164, 280),
  room("event-bus/delivery", "the rules of delivery", 340, 164, 280),
  room("event-bus/log", "every event, on disk", 640, 164, 280),
  room("common/messaging", "outbox, relay, inbox, handlers, catch-up", 40, 300, 430),
  room("common/delivery", "the same rules, where the bus delivers nothing", 490, 300, 430),
  room("common/wire", "events as HTTP", 40, 436, 280),
  room("common/http", "what services have in common", 340, 436, 280),
  room("common/database", "the ports, and which engine", 640, 436, 280),
  room(
    "common/base",
    "errors, ids, settings, logs, pauses: every room may import it",
    40,
    570,
    880,
  ),
];
const LESSON = new Set([
  "services",
  "event-bus/log",
  "event-bus/delivery",
  "common/messaging",
  "common/delivery",
]);
const MACHINERY = ["speed", "engines", "observability", "api-docs", "lab", "stream-gateway"];

interface Arrow {
  from: Room;
  to: Room;
  isType: boolean;
}

export function drawHouse(): string {
  const files = filesOfTheProject().filter(
    (path) => path.endsWith(".ts") && !path.endsWith("/main.ts"),
  );
  const arrows = arrowsAmong(files.flatMap(importsIn));
  const boxes = ROOMS.map((each) =>
    drawRoom(
      each,
      files.filter((path) => each.files.test(path)),
    ),
  );
  return `${HEAD}${arrows.map(drawArrow).join("\n")}\n${boxes.join("\n")}\n${drawMachinery(files)}\n</svg>\n`;
}

// One for each pair of rooms, dashed where only types are imported. Every room imports base: those arrows would hide the others.
function arrowsAmong(imports: Import[]): Arrow[] {
  const found = new Map<string, Arrow>();
  for (const { from, to, isType } of imports) {
    const [one, other] = [from, to].map((path) => ROOMS.find(({ files }) => files.test(path)));
    if (!one || !other || one === other || other.name === "common/base") continue;
    const key = `${one.name} ${other.name}`;
    found.set(key, { from: one, to: other, isType: isType && (found.get(key)?.isType ?? true) });
  }
  return [...found.values()].toSorted((a, b) => keyOf(a).localeCompare(keyOf(b), "en"));
}

const keyOf = ({ from, to }: Arrow): string => `${from.name} ${to.name}`;

// From where the two are nearest, a little apart from other arrows of the same two rows.
function drawArrow({ from, to, isType }: Arrow): string {
  const [a, b] = [from.at, to.at];
  const kind = isType ? "arrow type" : "arrow";
  if (a.y === b.y) {
    const [left, right] = a.x < b.x ? [a, b] : [b, a];
    const y = a.y + HEIGHT / 2 + (a.x < b.x ? -10 : 10);
    const [x1, x2] = [left.x + left.width, right.x];
    return `  <path class="${kind}" d="${a.x < b.x ? `M${x1} ${y}H${x2 - 4}` : `M${x2} ${y}H${x1 + 4}`}" marker-end="url(#head)"/>`;
  }
  const isDown = a.y < b.y;
  const shift = isDown ? -14 : 14;
  const x1 = centre(a, b) + shift;
  const x2 = centre(b, a) + shift;
  const [y1, y2] = isDown ? [a.y + HEIGHT, b.y - 4] : [a.y, b.y + HEIGHT + 4];
  const middle = (y1 + y2) / 2;
  return `  <path class="${kind}" d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}" marker-end="url(#head)"/>`;
}

// Of the narrower one, or between their own centres.
function centre(one: Room["at"], other: Room["at"]): number {
  const wanted = other.x + other.width / 2;
  const own = one.x + one.width / 2;
  const near = Math.min(Math.max(wanted, one.x + 30), one.x + one.width - 30);
  return Math.round(one.width > other.width ? near : (own + near) / 2);
}

function drawRoom({ name, about, at }: Room, files: string[]): string {
  const kind = LESSON.has(name) ? "room lesson" : "room";
  return [
    `  <g class="${kind}"><rect x="${at.x}" y="${at.y}" width="${at.width}" height="${HEIGHT}" rx="8"/>`,
    `    <text class="name" x="${at.x + 14}" y="${at.y + 26}">${name}</text>`,
    `    <text class="about" x="${at.x + 14}" y="${at.y + 50}">${about}</text>`,
    `    <text class="about" x="${at.x + 14}" y="${at.y + 74}">${sizeOf(files)}</text></g>`,
  ].join("\n");
}

function drawMachinery(files: string[]): string {
  const width = 880 / MACHINERY.length;
  const boxes = MACHINERY.map((name, index) => {
    const own = files.filter((path) =>
      new RegExp(`^(common|event-bus|query)/src/${name}/`).test(path),
    );
    const x = Math.round(40 + index * width);
    return [
      `  <g class="room machinery"><rect x="${x}" y="716" width="${Math.round(width - 10)}" height="62" rx="8"/>`,
      `    <text class="name" x="${x + 12}" y="741">${name}</text>`,
      `    <text class="about" x="${x + 12}" y="764">${sizeOf(own)}</text></g>`,
    ].join("\n");
  });
  const line = "Machinery: main.ts of each service hands it in. No room of the lesson imports it.";
  return `  <text class="about" x="40" y="696">${line}</text>\n${boxes.join("\n")}`;
}

// Rounded, so that the picture changes when the house does and not with every line.
function sizeOf(files: string[]): string {
  const lines = files.reduce((sum, path) => sum + readFileSync(path, "utf8").split("\n").length, 0);
  return `${files.length} files, ${Math.round(lines / 100) / 10}k lines`;
}

const HEAD = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 800" role="img" aria-labelledby="title description">
  <title id="title">The rooms of the house, and what imports what</title>
  <desc id="description">The rooms of the lesson are the services, the log and the delivery of the event bus, messaging and delivery of common. They import each other, wire, http, database and base. Speed, engines, observability, api-docs, lab and stream-gateway are handed in by main.ts.</desc>
  <style>
    svg { --paper: #fdfdfb; --box: #ffffff; --ink: #1a1d1b; --muted: #5c635f; --rule: #c9cec9; --line: #8a918c; --accent: #0b6e4f; --tint: #e7f2ed;
      font-family: -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
    @media (prefers-color-scheme: dark) {
      svg { --paper: #131615; --box: #1c201e; --ink: #e8ebe8; --muted: #9ba39e; --rule: #3a413d; --line: #6b736e; --accent: #6cd4ab; --tint: #17302a; }
    }
    .paper { fill: var(--paper); }
    .room rect { fill: var(--box); stroke: var(--rule); }
    .lesson rect { fill: var(--tint); stroke: var(--accent); }
    .machinery rect { stroke-dasharray: 4 4; }
    .name { fill: var(--ink); font-size: 17px; font-weight: 600; }
    .about { fill: var(--muted); font-size: 14px; }
    .machinery .name { font-size: 15px; }
    .machinery .about { font-size: 12.5px; }
    .arrow { fill: none; stroke: var(--line); stroke-width: 1.5; }
    .type { stroke-dasharray: 3 4; }
    .head { fill: var(--line); }
  </style>
  <defs><marker id="head" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
  <rect class="paper" width="960" height="800"/>
`;
