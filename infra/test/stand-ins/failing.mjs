// Ends at once, with the code it is given.

console.log("runs");
process.exit(Number(process.env.EXIT_CODE));
