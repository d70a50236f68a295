// Three experiments, and what comes of each.

import { Link } from "react-router";
import styles from "./WhatToSee.module.css";

export function WhatToSee({ catalogueUrl }: { catalogueUrl: string | undefined }) {
  return (
    <section className={styles.part} aria-label="What to see">
      <h2 className={styles.title}>What to see</h2>
      <ol className={styles.experiments}>
        <li>
          <strong>Rename an author.</strong> The answer on the left has the new name at once: it
          asks the service that owns it. The one on the right has it some milliseconds later, when
          the event has arrived.
        </li>
        <li>
          <strong>Make author-service slow.</strong> Each answer on the left takes 200 ms more: it
          is as slow as the slowest service that it asks. On the right nothing changes.
        </li>
        <li>
          <strong>Stop author-service.</strong> On the left every question fails, each within its
          deadline of a second. The right goes on: it needs none of the services, and is true as of
          the newest event. Start it again, and the left answers within moments.
        </li>
      </ol>
      <p className={styles.links}>
        <Link to="/bus">Watch the events on the bus</Link>
        {catalogueUrl && <a href={`${catalogueUrl}/api-docs`}>All that the catalogue answers</a>}
      </p>
    </section>
  );
}
