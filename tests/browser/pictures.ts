// Keeps the README's pictures honest. A test takes each picture anew and compares it with the kept one, roughly: both are
// shrunk to a few hundred coloured fields, because fonts differ between machines and hardly matter at that size, while
// a moved, missing or recoloured part of the page does. It does not notice a changed word.
// With UPDATE_IMAGES=1 the kept picture is replaced by what is seen.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The kept picture. */
export function picture(path: string, seen: Buffer): Buffer {
  const file = join(root, path);
  if (process.env.UPDATE_IMAGES === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, seen);
  }
  return readFileSync(file);
}

/** How different two pictures are: the mean difference of their fields, in percent. 100 if their sizes differ. */
export async function differenceInPictures(
  page: Page,
  one: Buffer,
  other: Buffer,
): Promise<number> {
  const [first, second] = [one, other].map(
    (png) => `data:image/png;base64,${png.toString("base64")}`,
  );
  const compare = `(${compareInBrowser})(${JSON.stringify(first)}, ${JSON.stringify(second)})`;
  // A page of its own: the blog's own pages may not load pictures from elsewhere.
  const blank = await page.context().newPage();
  return blank.evaluate<number>(compare);
}

// Runs in the browser, which can read PNG. As text, because the tests are compiled without the browser's types.
const compareInBrowser = `async (...urls) => {
  const [width, height] = [56, 40];
  const [one, other] = await Promise.all(urls.map(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return { size: image.width + "x" + image.height, data };
  }));
  if (one.size !== other.size) return 100;
  const sum = one.data.reduce((total, value, index) => total + Math.abs(value - other.data[index]), 0);
  return (sum / one.data.length / 255) * 100;
}`;
