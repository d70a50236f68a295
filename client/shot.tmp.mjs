import { chromium } from "playwright-core";
const [,, base, out] = process.argv;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"] });
for (const scheme of ["light","dark"]) for (const w of [360, 1280]) {
  const c = await b.newContext({ colorScheme: scheme, viewport: { width: w, height: 900 } });
  const p = await c.newPage();
  const errors=[]; p.on("console", m=>m.type()==="error"&&errors.push(m.text())); p.on("pageerror", e=>errors.push(String(e)));
  await p.goto(base + "/"); await p.waitForTimeout(900); await p.screenshot({ path: `${out}/home-${scheme}-${w}.png` });
  await p.goto(base + "/services"); await p.waitForTimeout(1500); await p.screenshot({ path: `${out}/services-${scheme}-${w}.png` });
  if (errors.length) console.log(scheme, w, errors);
  await c.close();
}
await b.close();
