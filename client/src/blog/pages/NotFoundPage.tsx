// Every address that leads nowhere.

import { Link } from "react-router";
import { Notice } from "../layout/Notice.tsx";
import { Page } from "../layout/Page.tsx";

export function NotFoundPage() {
  return (
    <Page title="Page not found" isTitleHidden>
      <Notice title="There is nothing at this address">
        <Link to="/">All posts</Link> are one click away.
      </Notice>
    </Page>
  );
}
