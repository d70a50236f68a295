// Every address that leads nowhere.

import { Link } from "react-router";
import { Notice } from "./Notice.tsx";
import { Page } from "./Page.tsx";
import { useSite } from "./site.ts";

export function NotFoundPage() {
  const { home } = useSite();

  return (
    <Page title="Page not found" isTitleHidden>
      <Notice title="There is nothing at this address">
        <Link to="/">{`All ${home.toLowerCase()}`}</Link> are one click away.
      </Notice>
    </Page>
  );
}
