// A post of this tab that the stream has not brought back yet. It shows where it is, so that a sick service is no mystery.

import styles from "./Post.module.css";

interface OutgoingPostProps {
  title: string;
  isSaved: boolean;
}

export function OutgoingPost({ title, isSaved }: OutgoingPostProps) {
  return (
    <article className={`${styles.post} ${styles.outgoing}`}>
      <p className={styles.meta}>{isSaved ? "saved, on its way to query" : "publishing…"}</p>
      <div className={styles.body}>
        <h2 className={styles.title} dir="auto">
          {title}
        </h2>
      </div>
    </article>
  );
}
