// The frame around every page.

import { Link, NavLink, Outlet, ScrollRestoration, useMatch } from "react-router";
import { Announcer } from "./Announcer.tsx";
import { ConnectionNotice } from "./ConnectionNotice.tsx";
import styles from "./Layout.module.css";
import { Mark } from "./Mark.tsx";
import { ThemeSwitch } from "./ThemeSwitch.tsx";

export function Layout() {
  // The page of the bus is a drawing and takes all the room there is. It shows the state of the bus itself.
  const isBus = useMatch("/bus") !== null;

  return (
    <div className={`${styles.frame} ${isBus ? styles.wide : ""}`}>
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
          <NavLink to="/bus">Bus</NavLink>
          <ThemeSwitch />
        </nav>
      </header>
      {!isBus && <ConnectionNotice />}
      <main id="content" tabIndex={-1} className={styles.main}>
        <Outlet />
      </main>
      {!isBus && <Announcer />}
      <ScrollRestoration />
    </div>
  );
}
