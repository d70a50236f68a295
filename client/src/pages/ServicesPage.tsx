// "/services": is everybody well, and how far has the news travelled? Live, as long as somebody looks.

import type { ReactNode } from "react";
import { Notice } from "../layout/Notice.tsx";
import { Page } from "../layout/Page.tsx";
import { ServiceTable } from "../services/ServiceTable.tsx";
import { SubscriptionTable } from "../services/SubscriptionTable.tsx";
import { useStatus } from "../services/use-status.ts";
import styles from "./ServicesPage.module.css";

export function ServicesPage() {
  const { report, connection } = useStatus();

  return (
    <div className={styles.page} data-stale={connection === "interrupted"}>
      <Page title="Services">
        {!report && connection === "interrupted" && (
          <Notice title="The gateway does not answer">
            As soon as it does, the services are shown here.
          </Notice>
        )}
        {report && (
          <>
            <Part title="Processes" note="asked every second">
              <ServiceTable services={report.services} />
            </Part>
            <Part
              title="Event bus"
              note={report.bus ? lengthInWords(report.bus.log.length) : "no answer"}
            >
              {report.bus ? (
                <SubscriptionTable {...report.bus} />
              ) : (
                <p className={styles.away}>
                  While the bus is away, new posts and comments are accepted and wait. They travel
                  once it is back.
                </p>
              )}
            </Part>
          </>
        )}
      </Page>
    </div>
  );
}

function Part({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.note}>{note}</p>
      </div>
      {children}
    </section>
  );
}

function lengthInWords(length: number): string {
  return `${length.toLocaleString("en")} ${length === 1 ? "event" : "events"} in the log`;
}
