// "/": write a post, read them all.

import { Page } from "../../ui/Page.tsx";
import { PostCreate } from "../posts/PostCreate.tsx";
import { PostList } from "../posts/PostList.tsx";
import styles from "./BlogPage.module.css";

export function BlogPage() {
  return (
    <Page title="Posts" isTitleHidden>
      <div className={styles.create}>
        <PostCreate />
      </div>
      <PostList />
    </Page>
  );
}
