// Runs one service under nodemon, in the service's folder. nodemon is used as a library rather than as a command, so that
// it ends together with its parent, and takes its service along. Plain JavaScript: nodemon itself needs no translator.
// Arguments: Node's flags for the service, then the file to run.

import nodemon from "nodemon";

const flags = process.argv.slice(2);
const script = flags.pop();
// nodemon forks, and a fork inherits these.
process.execArgv = flags;

nodemon({
  script,
  exec: "node",
  ext: "ts,json",
  watch: ["src", "../common/src"],
  delay: 100,
  // Windows cannot ask a process to stop by a signal; what was answered with success is on disk all the same.
  signal: process.platform === "win32" ? "SIGKILL" : "SIGTERM",
  stdin: false,
})
  .on("restart", (files = []) => console.log(`changed: ${files.join(", ")}`))
  .on("crash", () => console.log("crashed; waits for a change before it starts again"));

function quit() {
  nodemon.once("exit", () => process.exit(0));
  nodemon.emit("quit");
}

process.on("SIGTERM", quit);
process.on("SIGINT", quit);
process.on("disconnect", quit);
process.on("message", (message) => {
  if (message === "kill") nodemon.config.signal = nodemon.config.options.signal = "SIGKILL";
  if (message === "stop" || message === "kill") quit();
});
