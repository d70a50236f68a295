// The frame around every page, whichever the system.

import type { ReactNode } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useMatch } from "react-router";
import styles from "./Layout.module.css";
import { Mark } from "./Mark.tsx";
import { type Site, SiteContext } from "./site.ts";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

interface LayoutProps {
  site: Site;
  /** Above and below each page but that of the bus, which shows its own state. */
  notice?: ReactNode;
  announcer?: ReactNode;
}

export function Layout({ site, notice, announcer }: LayoutProps) {
  // The page of the bus is a drawing and takes all the room there is.
  const isBus = useMatch("/bus") !== null;

  return (
    <SiteContext value={site}>
      <div className={`${styles.frame} ${isBus ? styles.wide : ""}`}>
        <a href="#content" className={styles.skip}>
          Skip to content
        </a>
        <header className={styles.header}>
          <Link to="/" className={styles.name}>
            <Mark />
            <span>{site.name}</span>
          </Link>
          <nav className={styles.nav} aria-label="Pages">
            <NavLink to="/" end>
              {site.home}
            </NavLink>
            <NavLink to="/services">Services</NavLink>
            <NavLink to="/bus">Bus</NavLink>
            <ThemeSwitch />
          </nav>
        </header>
        <div>{!isBus && notice}</div>
        <main id="content" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
        <div>{!isBus && announcer}</div>
        <ScrollRestoration />
      </div>
    </SiteContext>
  );
}
