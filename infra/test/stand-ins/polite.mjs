// A stand-in for a service: prints that it runs, and stops when asked or when its parent is gone, as real ones do.

process.on("SIGTERM", () => process.exit(0));
process.on("message", (message) => message === "stop" && process.exit(0));
process.on("disconnect", () => process.exit(0));
setInterval(() => {}, 1000);
console.log("runs");
