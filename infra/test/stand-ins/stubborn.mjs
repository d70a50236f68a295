// Does not stop when asked, only when killed.

process.on("SIGTERM", () => {});
process.on("message", () => {});
setInterval(() => {}, 1000);
console.log("runs");
