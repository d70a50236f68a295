// One mark, drawn. It is a picture only: the caller adds its meaning in words.

import type { Mark } from "../history/picture.ts";
import { byHandPath, numberOf, shapeOf } from "./mark-shapes.ts";
import styles from "./MarkSign.module.css";

type Drawn = Pick<Mark, "kind" | "attempts" | "reason">;

/** In a drawing of its own, as high as a line of text. */
export function MarkSign({ mark }: { mark: Drawn }) {
  return (
    <svg className={styles.sign} viewBox="0 0 16 16" aria-hidden="true">
      <MarkOutline mark={mark} />
    </svg>
  );
}

/** Inside another drawing, in a box of 16 by 16. */
export function MarkOutline({ mark }: { mark: Drawn }) {
  const { path, isSolid } = shapeOf(mark);
  const number = numberOf(mark);
  return (
    // Two digits need room: the sign gives way to them.
    <g
      className={styles.mark}
      data-kind={mark.kind}
      transform={number !== undefined && number > 9 ? "translate(-4 0)" : undefined}
    >
      {path && <path d={path} className={isSolid ? styles.solid : styles.line} />}
      {mark.reason !== "live" && <path d={byHandPath} className={styles.byHand} />}
      {number !== undefined && (
        <text x="14" y="6.5" className={styles.number}>
          {number > 99 ? "99+" : number}
        </text>
      )}
    </g>
  );
}
