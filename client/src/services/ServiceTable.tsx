// Each process of the system, and whether it can do its work.

import type { ServiceState, ServiceStatus } from "../../gateway/status-report.ts";
import { State } from "./State.tsx";
import styles from "./Table.module.css";

const kinds = { ready: "good", starting: "busy", down: "bad" } as const satisfies Record<
  ServiceState,
  string
>;

export function ServiceTable({ services }: { services: ServiceStatus[] }) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Services</caption>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col" className={styles.wide}>
            Address
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, url, state, detail }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={`${styles.secondary} ${styles.wide}`}>
              {url.replace(/^https?:\/\//, "")}
            </td>
            <td>
              <State kind={kinds[state]} word={state} />
              {detail && <p className={styles.detail}>{detail}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
