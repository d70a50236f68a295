// A stand-in that prints its process id, and a last word whenever it is given the time for one.

for (const event of ["SIGTERM", "disconnect", "message"]) {
  process.on(event, () => {
    console.log(`asked to stop by ${event}`);
    process.exit(0);
  });
}
setInterval(() => {}, 1000);
console.log(`process ${process.pid}`);
