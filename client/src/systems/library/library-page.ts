// The library's page: what is at the top of it, and at "/".

import type { SystemPage } from "../system-page.ts";
import { LibraryPage } from "./page/LibraryPage.tsx";

export const libraryPage: SystemPage = {
  site: { name: "Library", home: "Books" },
  Home: LibraryPage,
};
