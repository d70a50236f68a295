// The frame around the blog's pages, with what the blog announces in it.

import { Layout } from "../../ui/Layout.tsx";
import type { Site } from "../../ui/site.ts";
import { Announcer } from "./Announcer.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";

const site: Site = { name: "Event-driven Blog", home: "Posts" };

export function BlogLayout() {
  return <Layout site={site} notice={<ConnectionNotice />} announcer={<Announcer />} />;
}
