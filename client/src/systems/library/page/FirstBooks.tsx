// The first books of the newest answer: in them a rename is seen. As many rows as there is room for, so that nothing moves.

import type { AnsweredBook } from "../catalogue.ts";
import type { Rename } from "./asking/rename.ts";
import styles from "./FirstBooks.module.css";

const ROWS = 5;

interface FirstBooksProps {
  /** Undefined before the first answer. */
  books: readonly AnsweredBook[] | undefined;
  rename: Rename | undefined;
  /** It is an answer of some time ago: there has been no other one. */
  isOld: boolean;
}

export function FirstBooks({ books, rename, isOld }: FirstBooksProps) {
  if (books?.length === 0) return <p className={styles.none}>There are no books yet.</p>;
  return (
    <table className={styles.books} data-old={isOld}>
      <caption>{isOld ? "The last answer" : "The answer"}</caption>
      <colgroup>
        <col className={styles.wider} />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Book</th>
          <th scope="col">Author</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: ROWS }, (_, index) => (
          <Row key={index} book={books?.[index]} rename={rename} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ book, rename }: { book: AnsweredBook | undefined; rename: Rename | undefined }) {
  const { id, name } = book?.author ?? {};
  const isNew = rename !== undefined && id === rename.authorId && name === rename.to;
  return (
    <tr>
      <td className={styles.title} dir="auto" title={book?.title}>
        {book?.title}
      </td>
      <td className={styles.author} dir="auto">
        {isNew ? (
          <mark title="The new name">{name}</mark>
        ) : (
          <span>{book && (name ?? "not known yet")}</span>
        )}
      </td>
    </tr>
  );
}
