// Who is signed in, in this tab, and the ways to sign in: as one of the two users that are there from the start, or as a new one.

import { useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { useStore } from "../../../../ui/store.ts";
import { session, signIn, signOut } from "../../api/session.ts";
import { SEEDED, SEEDED_PASSWORD } from "../../api/users.ts";
import { announce } from "../announcements.ts";
import { Failure } from "../parts/Failure.tsx";
import { useAction } from "../parts/use-action.ts";
import styles from "./Account.module.css";
import { RegisterForm } from "./RegisterForm.tsx";

export function Account() {
  const { user } = useStore(session) ?? {};
  return (
    <section className={styles.account} aria-label="Account">
      {user ? <SignedIn name={user.name} /> : <SignedOut />}
    </section>
  );
}

function SignedIn({ name }: { name: string }) {
  const leaving = useAction(async () => {
    await signOut();
  });
  return (
    <div className={styles.row}>
      <p className={styles.who}>
        <span>Signed in as</span> <strong dir="auto">{name}</strong>
      </p>
      <Button look="quiet" onClick={() => void leaving.run()}>
        Sign out
      </Button>
      <p className={styles.note}>The tokens are in this tab’s memory alone: a reload signs out.</p>
    </div>
  );
}

function SignedOut() {
  const [isRegistering, setIsRegistering] = useState(false);
  const entering = useAction(async (email: string) => {
    const { user } = await signIn(email, SEEDED_PASSWORD);
    announce(`You are signed in as ${user.name}.`);
  });

  return (
    <>
      <div className={styles.row}>
        {SEEDED.map(({ name, email }, index) => (
          <Button
            key={email}
            look={index === 0 ? "main" : "quiet"}
            isBusy={entering.isPending}
            onClick={() => void entering.run(email)}
          >
            {`Sign in as ${name}`}
          </Button>
        ))}
        <Button
          look="text"
          aria-expanded={isRegistering}
          onClick={() => setIsRegistering(!isRegistering)}
        >
          Register
        </Button>
        <p className={styles.note}>
          {entering.isPending
            ? "Signing in. A password takes a third of a second to check, on purpose."
            : "Both have the password “correct horse battery”."}
        </p>
      </div>
      <Failure failure={entering.failure} />
      {isRegistering && <RegisterForm />}
    </>
  );
}
