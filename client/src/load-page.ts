// Loads a page that comes in a file of its own. A tab that was opened before the system was replaced asks for a file that is
// gone: it is loaded anew, once, and gets the files of now. What was typed is kept as drafts.

const key = "reloaded-at";
// A second failure so soon is not cured by loading anew.
const onceInMs = 60_000;

/** Thrown when the file does not arrive and loading the whole page anew does not help. */
export class PageMissing extends Error {}

export async function loadPage<T>(
  load: () => Promise<T>,
  reload = () => window.location.reload(),
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    // Without a connection there would be no page left after a reload.
    if (!(await isServerThere()) || !mayReload()) throw new PageMissing("not loaded", { cause });
    reload();
    // Nothing more is shown until the page is replaced.
    return new Promise(() => {});
  }
}

async function isServerThere(): Promise<boolean> {
  return fetch("/", { method: "HEAD", cache: "no-store" }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function mayReload(): boolean {
  try {
    const before = Number(sessionStorage.getItem(key) ?? 0);
    sessionStorage.setItem(key, String(Date.now()));
    return Date.now() - before > onceInMs;
  } catch {
    // Storage may be forbidden: then it is unknown whether this is the second time.
    return false;
  }
}
