// The shape of what is coming. It shows itself only when loading takes long enough to be noticed.

import styles from "./PostListSkeleton.module.css";

export function PostListSkeleton() {
  return (
    <div className={styles.skeleton}>
      <p className="visually-hidden">Loading posts…</p>
      {["70%", "45%", "60%"].map((width) => (
        <div key={width} className={styles.post} aria-hidden="true">
          <span style={{ width }} />
          <span style={{ width: "30%" }} />
        </div>
      ))}
    </div>
  );
}
