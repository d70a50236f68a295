// How many answers the gateway has given from its cache, and how many it has asked the services for.

import type { CacheCount } from "../../api/graphql.ts";
import { Changing } from "../parts/Changing.tsx";
import styles from "./CacheShare.module.css";

export function CacheShare({ hits, misses }: CacheCount) {
  const all = hits + misses;
  const percent = all === 0 ? 0 : (hits / all) * 100;
  return (
    <div className={styles.cache}>
      <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="6" className={styles.fresh} />
        <rect width={percent} height="6" className={styles.hits} />
      </svg>
      <p>
        <span>from the cache</span> <Changing>{hits}</Changing>
      </p>
      <p>
        <span>fresh</span> <Changing>{misses}</Changing>
      </p>
    </div>
  );
}
