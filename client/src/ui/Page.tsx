// What every page has: a title for the window and a heading that takes the focus after a change of page, so that the
// keyboard and the screen reader arrive where the eye does.

import { type ReactNode, useEffect, useRef } from "react";
import { useLocation } from "react-router";
import styles from "./Page.module.css";
import { useSite } from "./site.ts";

interface PageProps {
  title: string;
  /** Some pages start with something better than their name; screen readers read it out all the same. */
  isTitleHidden?: boolean;
  children: ReactNode;
}

export function Page({ title, isTitleHidden, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  const { name } = useSite();

  useEffect(() => {
    // "default" is the page the browser loaded: there the focus is the browser's business.
    if (key !== "default") heading.current?.focus({ preventScroll: true });
  }, [key]);

  return (
    <>
      <title>{`${title} · ${name}`}</title>
      <h1
        ref={heading}
        tabIndex={-1}
        dir="auto"
        className={isTitleHidden ? "visually-hidden" : styles.title}
      >
        {title}
      </h1>
      {children}
    </>
  );
}
