// "/" of the library: one question, asked in two ways side by side, five times a second.

import { useEffect, useState } from "react";
import { Page } from "../../../ui/Page.tsx";
import { useStore } from "../../../ui/store.ts";
import { Voice } from "../../../ui/Voice.tsx";
import { renameAuthor } from "../catalogue.ts";
import { askCatalogue, failureInWords } from "./asking/ask-catalogue.ts";
import { authorToRename, createComparing } from "./asking/comparison.ts";
import { whileVisible } from "./asking/while-visible.ts";
import { Controls } from "./controls/Controls.tsx";
import { useAuthorService } from "./controls/use-author-service.ts";
import styles from "./LibraryPage.module.css";
import { useAnnouncement } from "./use-announcement.ts";
import { WayColumn } from "./WayColumn.tsx";
import { WAYS } from "./ways.ts";
import { WhatToSee } from "./WhatToSee.tsx";

export function LibraryPage() {
  const [comparing] = useState(() =>
    createComparing({ ask: askCatalogue, renameAuthor, inWords: failureInWords }),
  );
  const comparison = useStore(comparing.state);
  const service = useAuthorService();
  const [isPaused, setIsPaused] = useState(false);
  const { rename } = comparison;

  useEffect(() => (isPaused ? undefined : whileVisible(comparing.start)), [comparing, isPaused]);

  return (
    <Page title="Ask now, or know already?">
      <p className={styles.question}>Which books are there, and who wrote them?</p>
      <p className={styles.lead}>
        One service owns the books, another one the authors. The catalogue answers for both, in two
        ways.
      </p>
      <Controls
        service={service}
        rename={comparing.rename}
        renamed={rename?.doneAt ? `“${rename.from}” is now “${rename.to}”.` : ""}
        isPaused={isPaused}
        onPause={setIsPaused}
        cannotRename={authorToRename(comparison) ? undefined : "No book is shown yet."}
      />
      <div className={styles.columns}>
        {WAYS.map((way) => (
          <WayColumn key={way} way={way} comparison={comparison} />
        ))}
      </div>
      <WhatToSee catalogueUrl={service.catalogueUrl} />
      <Voice label="Announcements" sentence={useAnnouncement(comparing.state)} />
    </Page>
  );
}
