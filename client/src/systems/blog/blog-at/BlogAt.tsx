// The blog as it was after any event: the log folded up to there, by the very function that query runs. Beside it, what
// query answers now. What the last event changed is marked.

import { useState } from "react";
import { isLogKnown } from "../../../bus-view/history/bus-state.ts";
import { useBus, useBusStore } from "../../../bus-view/use-bus.ts";
import styles from "./BlogAt.module.css";
import { comparePost } from "./compare-posts.ts";
import { PostColumn } from "./PostColumn.tsx";
import { QueryColumn } from "./QueryColumn.tsx";
import { SinceField } from "./SinceField.tsx";
import { useBlogHistory } from "./use-blog-history.ts";
import { PAGE_SIZE } from "./use-query-answer.ts";
import { count } from "../../../bus-view/panels/parts/clock-time.ts";
import { Button } from "../../../ui/Button.tsx";

export function BlogAt() {
  const store = useBusStore();
  const tail = useBus(({ picture }) => picture.tail);
  const viewing = useBus((state) => state.viewing);
  const isKnown = useBus(isLogKnown);
  const { history, book } = useBlogHistory();
  // Undefined is the event before the one that is looked at.
  const [since, setSince] = useState<number>();

  const position = viewing === "live" ? tail : Math.min(viewing, tail);
  const before = since ?? position - 1;
  const isReady = isKnown && history.last() >= position;
  const { posts, count: all } = history.at(position, PAGE_SIZE);
  const compared = posts.map((post) => comparePost(history.postAt(post.id, before), post));
  const leftOut = history.leftOutAt(position);

  return (
    <section className={styles.blog} aria-label="The blog">
      <header className={styles.head}>
        <h2 className={styles.title}>
          {isKnown
            ? `The blog ${viewing === "live" ? "now" : "as it was"}, at #${position}`
            : "The blog now"}
        </h2>
        {viewing !== "live" && (
          <Button look="text" onClick={() => store.lookAt("live")}>
            Back to live
          </Button>
        )}
        <SinceField position={position} since={since} onSince={setSince} />
      </header>
      {!isKnown && (
        <output className={styles.note}>The log is not known: the bus has not answered yet.</output>
      )}
      {isKnown && !isReady && (
        <output className={styles.note}>
          {book.failure() ??
            `Reading the log: ${history.last().toLocaleString("en")} of ${position.toLocaleString("en")} events.`}
        </output>
      )}
      <div className={styles.columns}>
        <PostColumn
          title={
            !isKnown
              ? "The log"
              : book.first() > 1
                ? `The file, from #${book.first()} to #${position}`
                : `The log, up to #${position}`
          }
          note={
            isKnown &&
            count(all, "post") +
              (all > posts.length ? `, the newest ${posts.length} here` : "") +
              (leftOut > 0 ? `; ${count(leftOut, "event")} left out: contract broken` : "")
          }
          posts={compared}
          isComplete={isReady}
          words={{ new: "new", changed: "changed", missing: "gone" }}
        />
        <QueryColumn history={history} position={position} />
      </div>
    </section>
  );
}
