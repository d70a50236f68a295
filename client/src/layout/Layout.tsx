// The frame around every page.

import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";
import { Announcer } from "./Announcer.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";
import styles from "./Layout.module.css";
import { Mark } from "./Mark.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export function Layout() {
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>
        Skip to content
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.name}>
          <Mark />
          Event-driven Blog
        </Link>
        <nav className={styles.nav} aria-label="Pages">
          <NavLink to="/" end>
            Posts
          </NavLink>
          <NavLink to="/services">Services</NavLink>
          <ThemeSwitch />
        </nav>
      </header>
      <ConnectionNotice />
      <main id="content" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      <Announcer />
      <ScrollRestoration />
    </div>
  );
}
