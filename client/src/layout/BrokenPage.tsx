// Shown when drawing a page failed: our bug. What was typed is still there after a reload.

import { Notice } from "./Notice.tsx";

export function BrokenPage() {
  return (
    <main style={{ padding: "0 1.25rem" }}>
      <Notice title="This page broke" action="Reload" onAction={() => window.location.reload()}>
        That is a mistake in the blog, not yours. What you typed is kept.
      </Notice>
    </main>
  );
}
