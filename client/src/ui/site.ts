// What the frame around the pages shows of the system that they belong to.

import { createContext, useContext } from "react";

export interface Site {
  /** At the top of each page, and in the title of the window. */
  name: string;
  /** The link to "/", by what is there, such as "Posts". */
  home: string;
}

export const SiteContext = createContext<Site | null>(null);

export function useSite(): Site {
  const site = useContext(SiteContext);
  if (!site) throw new Error("useSite needs a SiteContext around it");
  return site;
}
