// Where to go on from here.

import { Link } from "react-router";
import type { ServiceStatus } from "../../../../gateway/status-report.ts";
import { Part } from "./parts/Part.tsx";
import styles from "./ShopPage.module.css";

const DESCRIBED = ["user-service", "product-service", "order-service"];
const EXAMPLE = `/graphql?query=${encodeURIComponent("{ products { name stock } }")}`;

export function Links({ services }: { services: readonly ServiceStatus[] | undefined }) {
  const described = services?.filter(({ name }) => DESCRIBED.includes(name)) ?? [];
  return (
    <Part title="Go on">
      <ul className={styles.links}>
        <li>
          <Link to="/bus">Watch the events on the bus</Link>
        </li>
        <li>
          <Link to="/services">All processes</Link>
        </li>
        <li>
          <a href={EXAMPLE}>/graphql</a>
        </li>
        {described.map(({ name, url }) => (
          <li key={name}>
            <a href={`${url}/api-docs`}>{`All that ${name} answers`}</a>
          </li>
        ))}
      </ul>
    </Part>
  );
}
