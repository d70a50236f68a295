// Shown when drawing a page failed, which is our bug, or when its file did not arrive. What was typed is still there after
// a reload.

import { useRouteError } from "react-router";
import { PageMissing } from "../load-page.ts";
import { Notice } from "./Notice.tsx";

export function BrokenPage() {
  const isMissing = useRouteError() instanceof PageMissing;
  const title = isMissing ? "This page could not be loaded" : "This page broke";

  return (
    <main style={{ padding: "0 1.25rem" }}>
      <Notice title={title} action="Reload" onAction={() => window.location.reload()}>
        {isMissing
          ? "The server cannot be reached, or a part of it is missing. What you typed is kept."
          : "That is a mistake in this page, not yours. What you typed is kept."}
      </Notice>
    </main>
  );
}
