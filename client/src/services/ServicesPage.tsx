// "/services": is each process well, and how far has each subscriber read? Live, as long as the page is looked at.

import type { ReactNode } from "react";
import type { StatusReport } from "../../gateway/status-report.ts";
import { Notice } from "../ui/Notice.tsx";
import { Page } from "../ui/Page.tsx";
import { ServiceTable } from "./ServiceTable.tsx";
import { SubscriptionTable } from "./SubscriptionTable.tsx";
import { useStatus } from "./use-status.ts";
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
            <Part
              title="Processes"
              note={connection === "interrupted" ? "not current: no answer" : "asked every second"}
            >
              <ServiceTable services={report.services} />
            </Part>
            <BusPart bus={report.bus} />
          </>
        )}
      </Page>
    </div>
  );
}

function BusPart({ bus }: { bus: StatusReport["bus"] }) {
  const title = "Event bus";
  if (bus === null) {
    return (
      <Part title={title} note="no answer">
        <p className={styles.away}>
          While the bus is away, the services accept what is written, and keep its events. They are
          published once the bus is back.
        </p>
      </Part>
    );
  }
  if (bus === "without subscriptions") {
    return (
      <Part title={title} note="answers">
        <p className={styles.away}>
          This bus keeps no list of its subscribers, as in the course: it sends each event once, and
          a service that is down misses it. How far each has read cannot be shown.
        </p>
      </Part>
    );
  }
  return (
    <Part title={title} note={lengthInWords(bus.log.length)}>
      <SubscriptionTable {...bus} />
    </Part>
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
