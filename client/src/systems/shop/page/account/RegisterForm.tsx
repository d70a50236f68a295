// Registers a new user, and signs in as that one.

import { type SubmitEvent, useState } from "react";
import { Button } from "../../../../ui/Button.tsx";
import { register } from "../../api/session.ts";
import { announce } from "../announcements.ts";
import { Failure } from "../parts/Failure.tsx";
import { Field } from "../parts/Field.tsx";
import { useAction } from "../parts/use-action.ts";
import styles from "./Account.module.css";

const FIELDS = ["name", "email", "password"] as const;

export function RegisterForm() {
  const [typed, setTyped] = useState({ name: "", email: "", password: "" });
  const registering = useAction(async () => {
    const { user } = await register(typed);
    announce(`You are registered, and signed in as ${user.name}.`);
  });
  const { failure, isPending } = registering;

  function submit(event: SubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    void registering.run();
  }
  const field = (name: (typeof FIELDS)[number]) => ({
    name,
    value: typed[name],
    error: failure?.fields.get(name),
    onText: (text: string) => setTyped({ ...typed, [name]: text }),
  });

  return (
    <>
      <form className={styles.form} onSubmit={submit} noValidate aria-label="Register">
        <Field label="Name" autoComplete="name" {...field("name")} />
        <Field label="Email" type="email" autoComplete="email" {...field("email")} />
        <Field
          label="Password, 8 characters or more"
          type="password"
          autoComplete="new-password"
          {...field("password")}
        />
        <Button look="main" type="submit" isBusy={isPending}>
          {isPending ? "Registering…" : "Register and sign in"}
        </Button>
      </form>
      <Failure failure={failure} shown={FIELDS} />
    </>
  );
}
