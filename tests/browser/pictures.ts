// Keeps the README's pictures honest. Pixels differ between machines, because fonts do. So what is compared is what the
// pictures are made of: the stylesheets, and the words of the page. Both are kept beside each picture, in a text file; when
// they have changed, the test fails until the picture is taken anew, with UPDATE_IMAGES=1.
// A change that moves things without touching a stylesheet or a word goes unnoticed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "docs", "images");
/** The pictures show the blog, which loads none of these. */
const OF_A_LAB = /^systems\/(?!blog\/)/;

/**
 * Takes the picture, if it was asked for, and returns what is kept of it and what there is to see now. `plain` leaves out of
 * its words what is different each time.
 */
export async function takePicture(page: Page, name: string, plain = (words: string) => words) {
  const [image, facts] = [join(folder, `${name}.png`), join(folder, `${name}.txt`)];
  // Ids are new each time.
  const words = (await page.locator("body").ariaSnapshot()).replaceAll(/\/post\/\S+/g, "/post/:id");
  const seen = `stylesheets: ${stylesheets()}\n${plain(words)}\n`;
  if (process.env.UPDATE_IMAGES === "1") {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: image, animations: "disabled", caret: "hide" });
    writeFileSync(facts, seen);
  }
  const isKept = existsSync(image) && existsSync(facts);
  return { kept: isKept ? withoutCarriageReturns(readFileSync(facts, "utf8")) : "", seen };
}

/** One hash for all of them, the same on every platform. */
function stylesheets(): string {
  const source = join(root, "client", "src");
  const paths = readdirSync(source, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".css") && !OF_A_LAB.test(path))
    .toSorted();
  const hash = createHash("sha256");
  for (const path of paths) {
    hash.update(path).update(withoutCarriageReturns(readFileSync(join(source, path), "utf8")));
  }
  return hash.digest("hex");
}

function withoutCarriageReturns(text: string): string {
  return text.replaceAll("\r", "");
}
