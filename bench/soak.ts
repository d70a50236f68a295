// `npm run soak`: two equal blogs side by side under the same load. In one of them a subscriber is stopped and another is ten
// times slower than the rest; in the other one, all are healthy. Memory must stay flat, and the healthy subscribers must not
// notice the sick ones: the latencies of both blogs are taken in turn, window by window, so that whatever else the machine does
// meanwhile happens to both.

import { createProgressBar } from "../infra/local/progress-bar.ts";
import { orStop, readOptions, wholeNumber } from "../infra/local/options.ts";
import { soakHostile } from "./hostile/hostile.ts";
import { holdIdleConnections } from "./idle-connections.ts";
import { startLoad } from "./soak-load.ts";
import { createMemoryWatch } from "./memory-watch.ts";
import { judge } from "./soak-report.ts";
import { type SoakBlog, startSoakBlog } from "./soak-blog.ts";

const help = `npm run soak -- [options]    ten minutes of load with sick subscribers

  --minutes 10          how long
  --connections 2000    how many idle connections each blog has to bear
  --rate 20             writes a second, to both blogs in turn

npm run soak -- --hostile    a minute or two of what one visitor can do to its memory`;

const options = readOptions(help, {
  minutes: { type: "string", default: "10" },
  connections: { type: "string", default: "2000" },
  rate: { type: "string", default: "20" },
  hostile: { type: "boolean", default: false },
});
if (options.hostile) process.exit((await soakHostile()) ? 0 : 1);
const { minutes, connections, rate } = orStop(() => ({
  minutes: wholeNumber("--minutes", options.minutes, 1, 24 * 60),
  connections: wholeNumber("--connections", options.connections, 0, 5000),
  rate: wholeNumber("--rate", options.rate, 1, 1000),
}));
if (process.platform === "win32") {
  console.error("Windows cannot stop a process and let it go on: this needs Linux or macOS.");
  process.exit(1);
}

const WARM_UP_SECONDS = 15;
const blogs = { sick: await startSoakBlog(), well: await startSoakBlog() };
process.once("SIGINT", () => void stop().then(() => process.exit(130)));

const idle = [blogs.sick, blogs.well].flatMap((blog) =>
  ["event-bus", "query"].map((name) => holdIdleConnections(blog.url(name), connections / 2)),
);
const load = await startLoad(blogs, rate);
await pass(WARM_UP_SECONDS);
const slowByMs = Math.ceil(10 * load.median("well", "delivery"));
blogs.sick.stopOne();
blogs.sick.slowOne(slowByMs);
load.forget();
console.log(`Warm. One subscriber is stopped now, and one takes ${slowByMs} ms for each delivery.`);

const memory = createMemoryWatch(blogs);
const progress = createProgressBar(minutes * 60);
const startedAt = performance.now();
for (let seconds = 0; seconds < minutes * 60; ) {
  await pass(1);
  await memory.look();
  seconds = Math.min(minutes * 60, Math.round((performance.now() - startedAt) / 1000));
  progress.show(seconds);
}

const lags = await blogs.sick.lags();
const open = idle.reduce((sum, connection) => sum + connection.open(), 0);
const { lines, failures } = judge({ load, memory, lags, open, minutes });
await stop();
console.log(lines.join("\n"));
for (const failure of failures) console.error(`✗ ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);

async function stop(): Promise<void> {
  for (const connection of idle) connection.close();
  await load.stop();
  await Promise.all(Object.values(blogs).map((blog: SoakBlog) => blog.stop()));
}

function pass(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
