// Claims a folder and waits to be killed.

if (!process.features.typescript) (await import("tsx/esm/api")).register();
const { claimFolder } = await import("../../local/single-instance.ts");
await claimFolder(process.env.FOLDER, "the holder");
setInterval(() => {}, 1000);
console.log("holds");
